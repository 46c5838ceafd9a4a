"""What was decided about a recorded claim, and how people read it."""

#: Taken in spite of blocking findings, with a reason. The others are those of a review.
ACCEPTED = "accepted"

VERDICT_WORDS = {"passed": "通过", "flagged": "有提醒", ACCEPTED: "说明理由后接受"}
