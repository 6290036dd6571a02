"""`portal review plan`: how many clips give which answer, and what a plan can never show."""

import click

from portal.review.planning import ENDLESS, plan_review

NUMBERS = (3, 10, 30, 36, 40, 60, 80, 100, 200, 400)


@click.command("plan", help=__doc__)
@click.option("--target", default=0.9, show_default=True, type=click.FloatRange(0.01, 0.999), help="A share.")
@click.option("--viewed", "numbers", multiple=True, type=click.IntRange(1, 5000), help="Clips a year. May be repeated.")
@click.option("--searches", type=click.IntRange(1), help="How many searches there are in the year; else very many.")
def command(target: float, numbers: tuple[int, ...], searches: int | None) -> None:
    whole = searches or ENDLESS
    click.echo(f"Target {target:.1%}" + (f", of {searches:,} searches" if searches else ""))
    click.echo(f"{'viewed':>7} {'failures allowed':>17} {'shows not met from':>19} {'known to within':>16}")
    for viewed in numbers or NUMBERS:
        plan = plan_review(min(viewed, whole), target, whole)
        allowed = "cannot show it" if plan.allowed is None else str(plan.allowed)
        click.echo(f"{plan.viewed:>7} {allowed:>17} {plan.needed:>19} {plan.reach:>11.1%} pts")
    hopeless = [n for n in numbers or NUMBERS if plan_review(min(n, whole), target, whole).allowed is None]
    if hopeless:
        click.echo(
            f"{max(hopeless)} clips or fewer can never show that {target:.1%} is met, even if none fails: "
            "they can only show that it is not."
        )
