"""The key that returns are named by, their plain hashes apart, and what they were called before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "return_key",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.CheckConstraint("number = 1", name="ck_return_key_only"),
    )
    op.create_table(
        "former_name",
        sa.Column("public_id", sa.String(), primary_key=True),
        sa.Column("supply", sa.Integer(), sa.ForeignKey("supply.id"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
    )
    op.add_column("supply", sa.Column("bytes_sha256", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.drop_column("bytes_sha256")
    op.drop_table("former_name")
    op.drop_table("return_key")
