"""Two versions of an invented policy with the statements that a good reader would find, for tests that need no reader.

Nothing goes in; `document`, `profile`, `statements` give one snapshot (the later one by default), `documents` gives both.
The organisation "Fernwood Gazette" does not exist and the text was written for these tests. Every span is looked up in the
text by its words, so that offsets are true by construction. Some concepts (``pf:AdvertisingPartner``, ``pf:Analytics``,
``pf:IfRegistered`` ...) are in no vocabulary on purpose: a dataset may hold concepts that the installed ontology does not know.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from privacyflows.extract.model import (
    Action,
    Actor,
    ActorKind,
    Block,
    BlockKind,
    Contact,
    Document,
    Evidence,
    Filler,
    Kind,
    Modality,
    Polarity,
    Profile,
    Statement,
)

OLD, NEW = "fernwood-2019", "fernwood-2023"

_OLD_TEXT = """\
Fernwood Gazette Privacy Notice

Last updated: 3 May 2019

What we collect

When you subscribe, we collect your name and email address to deliver the newsletter.

Whom we share it with

We may share your email address with our advertising partners for marketing, unless you opt out.
We do not sell your postal address.
"""

_NEW_TEXT = """\
Fernwood Gazette Privacy Notice

Last updated: 14 March 2023. Fernwood Media Ltd is the controller; Fernwood Gazette is its newspaper.

What we collect

When you subscribe, we collect your name and email address to deliver the newsletter.
Google Analytics collects certain information such as your IP address through cookies to measure visits.
We receive purchase history from our retail partners.

Whom we share it with

We may share your email address with LinkedIn and other social networks for targeted advertising, unless you opt out.
We rent our subscriber list, but we never disclose your credit card number to anyone other than our payment processor.
We use your information for the following purposes:

How long we keep it

We will keep your account data for 24 months in Canada, on the basis of our contract with you.

Your rights

If you live in the European Union, you can ask us to erase your personal data: write to privacy@fernwood.example.

Cookies

| Cookie | Provider | Purpose |
| --- | --- | --- |
| _ga | Google | statistics |
"""

_TEXTS = {OLD: _OLD_TEXT, NEW: _NEW_TEXT}
_WE = "Fernwood Gazette"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Finder:
    """Finds words in one text, after an anchor, so that repeated words are told apart."""

    policy: str

    @property
    def text(self) -> str:
        return _TEXTS[self.policy]

    def at(self, words: str, after: str = "") -> tuple[int, int]:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return start, start + len(words)

    def fill(self, words: str, concept: str | None = None, *, after: str = "", **more: str) -> Filler:
        start, end = self.at(words, after)
        return Filler(text=words, start=start, end=end, concept=concept, **more)

    def words(self, words: str, after: str = "") -> Evidence:
        start, end = self.at(words, after)
        return Evidence(start=start, end=end, text=words)

    def actor(self, words: str, after: str, kind: ActorKind = ActorKind.FIRST_PARTY, **more: str) -> Actor:
        start, end = self.at(words, after)
        return Actor(kind=kind, text=words, start=start, end=end, **more)


def _blocks(text: str) -> tuple[Block, ...]:
    """One block a line: short lines without a stop are headings, enough for tests that do not read."""
    blocks: list[Block] = []
    path: tuple[str, ...] = ()
    start = 0
    for line in text.splitlines(keepends=True):
        view = line.strip()
        origin = tuple(range(start, start + len(view)))
        start += len(line)
        if not view:
            continue
        heading = view[-1] not in ".:|" and len(view) < 40 and not view.startswith("Last")
        if heading:
            path = (view,)
        kind = BlockKind.HEADING if heading else BlockKind.TABLE_ROW if view.startswith("|") else BlockKind.PARAGRAPH
        blocks.append(Block(kind=kind, view=view, origin=origin, level=2 if heading else 0, path=() if heading else path))
    return tuple(blocks)


def document(policy: str = NEW) -> Document:
    """Return one version of the invented policy, `NEW` or `OLD`."""
    text = _TEXTS[policy]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        policy=policy, text=text, blocks=_blocks(text), source=f"policies/{policy}.md", media_type="text/markdown", sha256=digest
    )


def profile(policy: str = NEW) -> Profile:
    """Return what that version says about itself."""
    if policy == OLD:
        return Profile(organisation=_WE, title="Fernwood Gazette Privacy Notice", modified="2019-05-03", captured="2019-06")
    find = _Finder(policy=policy)
    start, end = find.at("privacy@fernwood.example")
    return Profile(
        organisation=_WE,
        aliases=("the Gazette",),
        parent="Fernwood Media Ltd",
        controller="Fernwood Media Ltd",
        title="Fernwood Gazette Privacy Notice",
        modified="2023-03-14",
        captured="2023-04-02",
        contacts=(Contact(kind="email", role="general", text="privacy@fernwood.example", start=start, end=end),),
    )


def statements(policy: str = NEW) -> list[Statement]:
    """Return the statements of that version, in the order of the text."""
    return _old() if policy == OLD else [*_collected(), *_shared(), *_kept_and_offered()]


def documents() -> list[tuple[Document, Profile, list[Statement]]]:
    """Return both snapshots, the older first."""
    return [(document(policy), profile(policy), statements(policy)) for policy in (OLD, NEW)]


def _subscription(find: _Finder) -> Statement:
    line = "When you subscribe, we collect your name and email address to deliver the newsletter."
    return Statement(
        policy=find.policy,
        kind=Kind.PRACTICE,
        action=Action.COLLECT,
        actor=find.actor("we", "When you subscribe"),
        verb=find.words("collect", "When you subscribe"),
        data=(find.fill("your name", "pd:Name"), find.fill("email address", "pd:EmailAddress", after=line)),
        purposes=(find.fill("to deliver the newsletter", "dpv:ServiceProvision"),),
        conditions=(find.fill("When you subscribe", "pf:IfRegistered"),),
        evidence=(find.words(line),),
        section="What we collect",
        rule="collect.active",
        confidence=0.95,
    )


def _old() -> list[Statement]:
    find = _Finder(policy=OLD)
    share = "We may share your email address with our advertising partners for marketing, unless you opt out."
    sell = "We do not sell your postal address."
    return [
        _subscription(find),
        Statement(
            policy=OLD,
            section="Whom we share it with",
            kind=Kind.PRACTICE,
            action=Action.SHARE,
            modality=Modality.MAY,
            actor=find.actor("We", share),
            verb=find.words("share", share),
            data=(find.fill("your email address", "pd:EmailAddress", after=share),),
            recipients=(find.fill("our advertising partners", "pf:AdvertisingPartner"),),
            purposes=(find.fill("for marketing", "dpv:Marketing"),),
            conditions=(find.fill("unless you opt out", "pf:OptOutAvailable"),),
            evidence=(find.words(share),),
            rule="share.active",
            confidence=0.9,
        ),
        Statement(
            policy=OLD,
            section="Whom we share it with",
            kind=Kind.DENIAL,
            action=Action.SELL,
            polarity=Polarity.NEGATED,
            actor=find.actor("We", sell),
            verb=find.words("sell", sell),
            data=(find.fill("your postal address", "pd:PhysicalAddress"),),
            evidence=(find.words(sell),),
            rule="sell.negated",
            confidence=0.95,
        ),
    ]


def _collected() -> list[Statement]:
    find = _Finder(policy=NEW)
    tracked = "Google Analytics collects certain information such as your IP address through cookies to measure visits."
    received = "We receive purchase history from our retail partners."
    return [
        _subscription(find),
        Statement(
            policy=NEW,
            kind=Kind.PRACTICE,
            action=Action.COLLECT,
            actor=find.actor("Google Analytics", tracked, ActorKind.THIRD_PARTY, organisation="Google", concept="pf:AnalyticsProvider"),
            verb=find.words("collects", tracked),
            data=(
                find.fill("certain information", "dpv:PersonalData", vagueness="vague"),
                find.fill("your IP address", "pd:IPAddress", vagueness="open-list"),
            ),
            purposes=(find.fill("to measure visits", "pf:Analytics"),),
            technology=(find.fill("cookies", "pf:Cookie", after=tracked),),
            evidence=(find.words(tracked),),
            section="What we collect",
            rule="collect.active",
            confidence=0.85,
        ),
        Statement(
            policy=NEW,
            kind=Kind.PRACTICE,
            action=Action.COLLECT,
            actor=find.actor("We", received),
            verb=find.words("receive", received),
            data=(find.fill("purchase history", "pd:PurchasesAndSpendingHabit"),),
            source=(find.fill("our retail partners"),),
            subjects=(Filler(text="customers", concept="dpv:Customer"),),
            evidence=(find.words(received),),
            section="What we collect",
            rule="receive.active",
            confidence=0.9,
        ),
    ]


def _shared() -> list[Statement]:
    find = _Finder(policy=NEW)
    social = "We may share your email address with LinkedIn and other social networks for targeted advertising, unless you opt out."
    rented = "We rent our subscriber list"
    never = "we never disclose your credit card number to anyone other than our payment processor."
    rental = Statement(
        policy=NEW,
        kind=Kind.PRACTICE,
        action=Action.SELL,
        actor=find.actor("We", rented),
        verb=find.words("rent", rented),
        data=(find.fill("our subscriber list"),),
        evidence=(find.words(rented),),
        section="Whom we share it with",
        rule="sell.active",
        confidence=0.8,
    )
    paid = Statement(
        policy=NEW,
        kind=Kind.PRACTICE,
        action=Action.SHARE,
        actor=find.actor("we", never),
        verb=find.words("disclose", never),
        data=(find.fill("your credit card number", "pd:CreditCardNumber"),),
        recipients=(find.fill("our payment processor", "pf:PaymentProcessor"),),
        evidence=(find.words(never),),
        section="Whom we share it with",
        rule="share.exception",
        confidence=0.75,
    )
    denial = replace(
        paid,
        kind=Kind.DENIAL,
        polarity=Polarity.NEGATED,
        recipients=(find.fill("anyone", "dpv:Recipient"),),
        exceptions=(paid.id,),
        qualifies=(rental.id,),
        rule="share.negated",
        confidence=0.9,
    )
    sharing = Statement(
        policy=NEW,
        kind=Kind.PRACTICE,
        action=Action.SHARE,
        modality=Modality.MAY,
        actor=find.actor("We", social),
        verb=find.words("share", social),
        data=(find.fill("your email address", "pd:EmailAddress", after=social),),
        recipients=(
            find.fill("LinkedIn", "pf:SocialMediaPlatform", organisation="LinkedIn"),
            find.fill("other social networks", "pf:SocialMediaPlatform"),
        ),
        purposes=(find.fill("for targeted advertising", "dpv:TargetedAdvertising"),),
        conditions=(find.fill("unless you opt out", "pf:OptOutAvailable"),),
        evidence=(find.words(social),),
        section="Whom we share it with",
        rule="share.active",
        confidence=0.9,
    )
    gap = Statement(
        policy=NEW,
        kind=Kind.GAP,
        action=Action.USE,
        data=(find.fill("your information", "dpv:PersonalData", vagueness="generic"),),
        missing=("purposes",),
        evidence=(find.words("We use your information for the following purposes:"),),
        section="Whom we share it with",
        rule="gap.lead-in",
    )
    return [sharing, rental, paid, denial, gap]


def _kept_and_offered() -> list[Statement]:
    find = _Finder(policy=NEW)
    kept = "We will keep your account data for 24 months in Canada, on the basis of our contract with you."
    offered = "If you live in the European Union, you can ask us to erase your personal data"
    row = "| _ga | Google | statistics |"
    return [
        Statement(
            policy=NEW,
            kind=Kind.PRACTICE,
            action=Action.RETAIN,
            modality=Modality.WILL,
            actor=find.actor("We", kept),
            verb=find.words("keep", kept),
            data=(find.fill("your account data", "pd:AccountIdentifier"),),
            retention=(find.fill("for 24 months", value="P24M"),),
            location=(find.fill("in Canada", value="CA"),),
            legal_basis=(find.fill("on the basis of our contract with you", "eu-gdpr:A6-1-b", value="6(1)(b)"),),
            evidence=(find.words(kept),),
            section="How long we keep it",
            rule="retain.active",
            confidence=0.9,
        ),
        Statement(
            policy=NEW,
            kind=Kind.RIGHT,
            action=None,
            rights=(find.fill("erase your personal data", "eu-gdpr:A17"),),
            subjects=(find.fill("you", "dpv:Consumer", after=offered),),
            evidence=(find.words(offered),),
            section="Your rights",
            scope=(find.fill("If you live in the European Union", "pf:EUResidents"),),
            rule="right.ask",
            confidence=0.9,
        ),
        Statement(
            policy=NEW,
            kind=Kind.TRACKER,
            action=Action.TRACK,
            actor=find.actor("Google", row, ActorKind.THIRD_PARTY, organisation="Google", concept="pf:AnalyticsProvider"),
            purposes=(find.fill("statistics", "pf:Analytics"),),
            technology=(find.fill("_ga", "pf:Cookie"),),
            evidence=(find.words(row),),
            section="Cookies",
            rule="table.cookies",
        ),
    ]
