"""The register keeps the hash of an edition's tombstones; of editions from before it is not known yet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("edition", sa.Column("tombstones_sha256", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("tombstones_sha256")
