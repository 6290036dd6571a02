"""An edition's hash is noted before the edition appears on the shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("edition", sa.Column("begun_sha256", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("begun_sha256")
