"""Pages of the charter's checks: what each asks and found (charter), all of them beside all places (compliance), and

what somebody independent saw on video (reviews, plan).
"""
