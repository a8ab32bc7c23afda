"""Text -> statements: read a policy, and say what it says, with its words."""

from privacyflows.extract.documents import find, read
from privacyflows.extract.errors import PrivacyflowsError
from privacyflows.extract.model import Document, Profile, Statement
from privacyflows.extract.parsing import load_parser
from privacyflows.extract.profile import profile
from privacyflows.extract.statements import extract, extract_many

__all__ = ["Document", "PrivacyflowsError", "Profile", "Statement", "extract", "extract_many", "find", "load_parser", "profile", "read"]
