"""Words -> concepts.

`lexicon` compiles the wordings of the ontology to matchers; the others know the concepts of words that no wording names as such: purposes
that share their words (`purposewords`), data told by what somebody did (`composition`), bare "information" (`personal`).
"""
