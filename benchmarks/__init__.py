"""How fast it is, beside a floor and a peer: a file per question, run by `manage.py benchmark`."""

QUESTIONS = {
    "hot_project": "1",
    "many_projects": "2",
    "claim_next": "5",
    "push": "6",
    "rebuild": "7",
    "moments": "8",
    "team": "12",
    "one_client": "13",
    "large_plan": "speed and size",
    "outlook": "speed and size",
    "servers": "which server `up` uses",
}
