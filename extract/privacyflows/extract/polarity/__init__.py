"""What is claimed, what is denied and what is only talked about.

`polarity` reads negation and modality of a verb; `denials`, `identification` and `inability` know denials, and seeming ones, that no
verb of processing carries; `contrasts` and `unless` say what a denial leaves allowed; `claims` sorts out rights, requests and questions.
"""
