"""The status tables: which there are, and how each value of the plan becomes its row."""

from coordinator.projections import (
    criteria, decisions, holding, measuring, meeting, offers, people, texts, webhooks, work,
)

PROJECTIONS = (
    *work.PROJECTIONS,
    *people.PROJECTIONS,
    *meeting.PROJECTIONS,
    *texts.PROJECTIONS,
    *webhooks.PROJECTIONS,
    *offers.PROJECTIONS,
    *measuring.PROJECTIONS,
    *criteria.PROJECTIONS,
    *holding.PROJECTIONS,
    *decisions.PROJECTIONS,
)
