"""Names of organisations as English writes them: a stretch of text in, names out; and what makes two names the same.

A name is a run of capitalised words, initials, web names and the legal forms that close it ("Example Data Ltd."); words that
policies capitalise for other reasons ("Services", "Privacy Policy", "Personal Data") are no names by themselves.
"""

from __future__ import annotations

import re

_FORM = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Co|Company|GmbH|AG|SE|S\.?A\.?S|S\.?A|S\.?p\.?A|S\.?r\.?l|S\.?à\.?\s?r\.?l|B\.?V|N\.?V|AB|ASA|AS|A/S|ApS|Oy|Oyj|"
    r"PLC|plc|LLP|L\.?P|Pty|Pte|UAB|K\.?K|KG|e\.V|PBC|Foundation|s\.?r\.?o|a\.?s|d\.o\.o)"
)
_WORD = (
    rf"(?:{_FORM}\b\.|[A-Z][\w’'&+-]{{0,40}}(?:\.[a-z]{{2,8}}\b)?|\d{{1,6}}[A-Z×]\w{{0,40}}|[a-z]{{1,12}}[A-Z]\w{{0,40}}"
    r"|[a-z0-9-]{2,40}\.(?:com|org|net|io|edu|eu|de|co|uk|me|app|tv|fm|ai|cz|ru|gov)\b)"
)
_JOINT = r"(?:\s+(?:of|for|de|du|der|del|of\s+the|&)\s+|\s+)"
NAME = rf"(?:{_WORD}(?:{_JOINT}{_WORD}){{0,6}}|[a-z]\w{{1,40}}(?=,?\s+{_FORM}\b))(?:,?\s+{_FORM}\b\.?){{0,3}}"
"""A pattern for one name; to be compiled without IGNORECASE."""
_LEGAL = re.compile(rf"(?:,?\s+{_FORM}\b\.?)+$")
_TAIL = re.compile(
    r"(?:\s+(?:Corporate|Websites?|Webpages?|Sites?|Apps?|Platforms?|Products|Users?|Customers?|Privacy|Policy|Notice|Statement))+$"
)
_NEXT_SENTENCE = re.compile(rf"(\b{_FORM}\b\.)\s+(?!{_FORM}\b)[A-Z].*$")
_NO_STOP = re.compile(r"\b(LLC|Limited|GmbH|LLP|Company|Corporation|AG|PLC|plc|BV|AB|Foundation)\.$")
_ARTICLE = re.compile(r"^(?:the|our|at|by|from|and|to|in|with|of|for)\s+", re.IGNORECASE)
_COMMON_TEXT = """
    a about account act additional affiliate affiliates age agreement all also and any app application applications apps art article
    articles at authority business by california children collection commission communications company consent consumer contact content
    contents controller controllers cookie cookies copyright corporate customer customers data date definitions details device devices
    directive disclosure dpo each economic eea effective email eu europe european faq for framework from further game games gdpr general
    global group help here how i ii iii iv if in information international internet introduction it its joint law legal link login may
    member members mobile must my name no notice notices of officer on online or other our overview page parent parents parties party
    personal platform platforms please policies policy practices privacy processing processor product products program protection
    protecting provider purpose purposes questions read regulation regulations related representative right rights scope section sections
    secure security service services shield site sites software some statement states subject subscriber summary supplemental table term
    terms that the their there these they third this to uk under union united us use user users using version visitor visitors we web
    website websites welcome what when where which who why with you your yourself california's children's full brand january february
    march april june july august september october november december browser android ios agent access licensor licensee owner publisher
    operator seller buyer team support center centre settings home menu back top kingdom america usa area region regions businesses
    provision inc llc ltd limited corp gmbh ag plc bv sa co mr ms ccpa cpra dpf sccs scc dpa ico dnt coppa csam url urls ip gps sms sdk
    sdks api apis http https dns vpn
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def tidy(name: str) -> str:
    """The name without article, possessive and trailing punctuation."""
    # "Example’s Privacy Policy" is about Example; "Wendy’s Kitchen" is a name.
    owner, _, owned = name.replace("'s ", "’s ").partition("’s ")
    name = owner if owned and not is_name(owned) else name
    name = _NEXT_SENTENCE.sub(r"\1", name)  # "Example Media Inc. You may ..."
    name = _NO_STOP.sub(r"\1", name)
    name = re.sub(r"['’]s?$", "", name.strip(" ,;:|\"“”'‘()[]*-–—"))
    while _ARTICLE.match(name):
        name = _ARTICLE.sub("", name, count=1)
    trimmed = _TAIL.sub("", name)
    return (trimmed if is_name(trimmed) else name).strip(" ,;:")


def is_name(text: str) -> bool:
    """Whether the text can be an organisation's name: it has a word that policies do not capitalise for other reasons."""
    words = re.findall(r"[\w’'.&+×-]+", text)
    if not words or len(text) > 90 or len(words) > 9 or not any(c.isalpha() for c in text) or _LEGAL.fullmatch(f" {text}"):
        return False
    return any(word.lower().strip(".'’") not in _COMMON and len(word.strip(".")) > 1 for word in words)


def base(name: str) -> str:
    """What two writings of one name share: no legal form, no web ending, lower case, letters and figures only."""
    name = re.sub(r"\.(?:com|org|net|io|edu|eu|de|app|tv)$", "", _LEGAL.sub("", tidy(name)), flags=re.IGNORECASE)
    return re.sub(r"[^\w]+", "", name.casefold())


def has_legal_form(name: str) -> bool:
    """Whether the name ends in a legal form ("Ltd", "Inc.")."""
    return _LEGAL.search(name) is not None


def abbreviates(short: str, name: str) -> bool:
    """Whether ``short`` is made of the initials of the name's capitalised words."""
    initials = "".join(word[0] for word in re.findall(r"[\w’'-]+", _LEGAL.sub("", name)) if word[0].isupper())
    return len(short) > 1 and short.isupper() and short == initials


def shortens(short: str, name: str) -> bool:
    """Whether all words of ``short`` stand in the name in their order ("Example Group" in "Example Media Group Ltd.")."""
    words = iter(re.findall(r"\w+", name.casefold()))
    return base(short) in base(name) or all(word in words for word in re.findall(r"\w+", short.casefold()))
