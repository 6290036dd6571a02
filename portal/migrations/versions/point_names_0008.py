"""What supplies call the points of their searches."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "point_name",
        sa.Column("supply", sa.Integer(), sa.ForeignKey("supply.id"), primary_key=True),
        sa.Column("latitude", sa.Float(), primary_key=True),
        sa.Column("longitude", sa.Float(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("point_name")
