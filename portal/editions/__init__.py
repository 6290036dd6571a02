"""The published directory: numbered editions that are never changed, and tombstones for what was withdrawn.

What callers use: Shelf, Edition, NotPublished, Withdrawn, Altered (archive); Draft, publish_edition (freeze);
archive_faults (verify); withdraw_edition, withdraw_supply_files (withdraw); History (history).
"""
