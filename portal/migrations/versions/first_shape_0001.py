"""Supplies, labels, searches, facts of returns, rejections, runs, editions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("published_at", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period", "number"),
    )
    op.create_table(
        "label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("field", "written"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "supply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("force", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("retrieved_from", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_kept", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("first_date", sa.Integer(), nullable=True),
        sa.Column("last_date", sa.Integer(), nullable=True),
        sa.Column("columns_present", sa.JSON(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("rows_gone", sa.Integer(), nullable=True),
        sa.Column("rows_new", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.create_index("ix_supply_of", ["source", "force", "month"], unique=False)

    op.create_table(
        "fact",
        sa.Column("supply", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("vehicle_attended", sa.Integer(), nullable=True),
        sa.Column("ward", sa.Integer(), nullable=True),
        sa.Column("bcu", sa.Integer(), nullable=True),
        sa.Column("self_defined_asked", sa.Integer(), nullable=True),
        sa.Column("name_given", sa.Integer(), nullable=True),
        sa.Column("shoulder_number_given", sa.Integer(), nullable=True),
        sa.Column("grounds_told", sa.Integer(), nullable=True),
        sa.Column("gowisely", sa.Integer(), nullable=True),
        sa.Column("uniform", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.Integer(), nullable=True),
        sa.Column("grounds_recorded", sa.Integer(), nullable=True),
        sa.Column("grounds_grade", sa.Integer(), nullable=True),
        sa.Column("grounds_strength", sa.Integer(), nullable=True),
        sa.Column("grounds_flags", sa.Integer(), nullable=True),
        sa.Column("grounds_rules", sa.Integer(), nullable=True),
        sa.Column("officer_identity_recorded", sa.Integer(), nullable=True),
        sa.Column("minutes_to_record", sa.Integer(), nullable=True),
        sa.Column("late_reason_recorded", sa.Integer(), nullable=True),
        sa.Column("grounds_edits", sa.Integer(), nullable=True),
        sa.Column("edits_explained", sa.Integer(), nullable=True),
        sa.Column("video", sa.Integer(), nullable=True),
        sa.Column("video_reason_accepted", sa.Integer(), nullable=True),
        sa.Column("review_drawn", sa.Integer(), nullable=True),
        sa.Column("review_viewed", sa.Integer(), nullable=True),
        sa.Column("review_result", sa.Integer(), nullable=True),
        sa.Column("supervisor_days", sa.Integer(), nullable=True),
        sa.Column("supervisor_result", sa.Integer(), nullable=True),
        sa.Column("panel_feedback", sa.Integer(), nullable=True),
        sa.Column("panel_response_days", sa.Integer(), nullable=True),
        sa.Column("search_authoriser", sa.Integer(), nullable=True),
        sa.Column("appropriate_adult", sa.Integer(), nullable=True),
        sa.Column("safeguarding", sa.Integer(), nullable=True),
        sa.Column("section_60_reference", sa.Integer(), nullable=True),
        sa.Column("force_used", sa.Integer(), nullable=True),
        sa.Column("force_recorded", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supply"],
            ["supply.id"],
        ),
        sa.PrimaryKeyConstraint("supply", "line"),
    )
    op.create_table(
        "rejection",
        sa.Column("supply", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("row_text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supply"],
            ["supply.id"],
        ),
        sa.PrimaryKeyConstraint("supply", "line"),
    )
    op.create_table(
        "stop",
        sa.Column("supply", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("instant", sa.BigInteger(), nullable=True),
        sa.Column("london_date", sa.Integer(), nullable=False),
        sa.Column("london_hour", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("borough", sa.String(), nullable=True),
        sa.Column("placed", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=True),
        sa.Column("gender", sa.Integer(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("self_defined_ethnicity", sa.Integer(), nullable=True),
        sa.Column("officer_defined_ethnicity", sa.Integer(), nullable=True),
        sa.Column("power", sa.Integer(), nullable=True),
        sa.Column("object", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Integer(), nullable=True),
        sa.Column("linked", sa.Integer(), nullable=True),
        sa.Column("clothing", sa.Integer(), nullable=True),
        sa.Column("operation", sa.Integer(), nullable=True),
        sa.Column("operation_name", sa.Integer(), nullable=True),
        sa.Column("team", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supply"],
            ["supply.id"],
        ),
        sa.PrimaryKeyConstraint("supply", "line"),
    )


def downgrade() -> None:
    op.drop_table("stop")
    op.drop_table("rejection")
    op.drop_table("fact")
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.drop_index("ix_supply_of")

    op.drop_table("supply")
    op.drop_table("run")
    op.drop_table("label")
    op.drop_table("edition")
