"""The promised JSON, as shapes: what an edition holds, what the site reads, what others program against.

What callers use: Account, Compliance, Figure and their parts (account, figures), CheckDocument and ComplianceTable
(checks), Series, Map, SupplyDocument, SupplyFinding (supplies), ReviewDocument, ReviewDraws (review), Differences,
Manifest, EditionReason; CharterDocument and build_charter_document (charter); as_bytes and sha256 (canonical).
"""
