"""A withdrawal is noted before its first step, and supplies keep a digest of their rows; old ones have none yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
    )
    op.add_column("supply", sa.Column("rows_sha256", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.drop_column("rows_sha256")
    op.drop_table("withdrawal")
