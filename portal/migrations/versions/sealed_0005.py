"""Every supply has a seal of its own entry; those that are held already are sealed as they are."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXTS = ("public_id", "source", "force", "month", "sha256", "filename", "retrieved_from", "received_at", "state",
         "note", "supersedes", "rows_sha256")  # fmt: skip
NUMBERS = ("rows_read", "rows_kept", "rows_rejected", "first_date", "last_date", "rows_gone", "rows_new")
LISTS = ("columns_present", "profile", "findings")


def upgrade() -> None:
    op.add_column("supply", sa.Column("entry_sha256", sa.String(), nullable=True))
    supply = sa.table(
        "supply",
        *(sa.column(name, sa.String()) for name in (*TEXTS, "entry_sha256")),
        *(sa.column(name, sa.Integer()) for name in ("id", *NUMBERS)),
        *(sa.column(name, sa.JSON()) for name in LISTS),
        sa.column("invented", sa.Boolean()),
    )
    names = [*TEXTS, *NUMBERS, *LISTS, "invented"]
    connection = op.get_bind()
    for number in connection.execute(sa.select(supply.c.id)).scalars().all():
        this = supply.c.id == number
        try:
            row = connection.execute(sa.select(*(supply.c[name] for name in names)).where(this)).mappings().one()
        except (sa.exc.DBAPIError, ValueError, TypeError):  # damaged: without a seal it is named as such
            continue
        said = {name: value for name, value in row.items() if value is not None}
        whole = hashlib.sha256(f"supply/1\n{json.dumps(said, sort_keys=True)}".encode()).hexdigest()
        connection.execute(sa.update(supply).where(this).values(entry_sha256=whole))


def downgrade() -> None:
    with op.batch_alter_table("supply", schema=None) as batch_op:
        batch_op.drop_column("entry_sha256")
