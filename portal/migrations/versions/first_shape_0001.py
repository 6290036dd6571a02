"""Supplies, labels, searches, rejections, runs, editions."""

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
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=True),
        sa.Column("rows_gone", sa.Integer(), nullable=True),
        sa.Column("rows_new", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id"),
    )
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.create_index("ix_supply_of", ["source", "force", "month"], unique=False)

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
        sa.Column("instant", sa.BigInteger(), nullable=False),
        sa.Column("london_date", sa.Integer(), nullable=False),
        sa.Column("london_hour", sa.Integer(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["supply"],
            ["supply.id"],
        ),
        sa.PrimaryKeyConstraint("supply", "line"),
    )


def downgrade() -> None:
    op.drop_table("stop")
    op.drop_table("rejection")
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.drop_index("ix_supply_of")

    op.drop_table("supply")
    op.drop_table("run")
    op.drop_table("label")
    op.drop_table("edition")
