"""What may be printed, as numbers: parameters of every rule of release, with their defaults."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

NEVER = 3
"""No threshold may be lower."""
FEWEST_RATERS = 5
"""Of fewer no figure leaves enough sets of ratings."""


class DisclosureRules(BaseModel):
    """What may be printed, as numbers that are printed with the tables.

    Sources of the defaults: the rules of ACRO (count 10, residual degrees of freedom 10,
    dominance of two contributors at 90 %, p % rule at 10 %), the 80/3 practice of state wage
    records, and a threshold of five inside an office.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    audience: Literal["public", "internal"] = Field(
        default="public", description="who reads the tables: public, or internal (the partners)"
    )
    public_threshold: int = Field(
        default=10, ge=NEVER, description="fewest persons a public count may stand for"
    )
    internal_threshold: int = Field(
        default=5, ge=NEVER, description="fewest persons an internal count may stand for"
    )
    raters: int = Field(
        default=FEWEST_RATERS, ge=FEWEST_RATERS, description="fewest raters a figure may stand for"
    )
    contributors: int = Field(
        default=3, ge=NEVER, description="fewest employers or persons behind an amount"
    )
    dominant: int = Field(default=2, ge=1, description="how many contributors may not dominate")
    dominance_share: float = Field(
        default=0.90, gt=0, le=1, description="largest share of an amount they may hold"
    )
    p_percent: float = Field(
        default=10.0,
        gt=0,
        le=100,
        description="percent within which nobody may estimate the largest contribution",
    )
    residual_df: int = Field(
        default=10, ge=1, description="fewest residual degrees of freedom of a printed model"
    )
    median_base: int = Field(
        default=10, ge=NEVER, description="fewest values behind a median or another percentile"
    )
    zeros_shown: bool = Field(
        default=True, description="whether a count of nobody is printed; it is no small count then"
    )
    dates: Literal["quarter", "year"] = Field(
        default="quarter", description="how exact a printed date is: quarter or year"
    )

    @property
    def threshold(self) -> int:
        """Fewest persons a printed count may stand for, for this audience."""
        return self.public_threshold if self.audience == "public" else self.internal_threshold

    @property
    def sentence(self) -> str:
        """The rules as a sentence to stand under the tables."""
        zero = "zero excepted" if self.zeros_shown else "zero included"
        return (
            f"Held back, under one mark, are counts below {self.threshold} ({zero}) and whatever "
            f"would give them back by subtraction; amounts of fewer than {self.contributors} "
            f"contributors, or of which the {self.dominant} largest hold more than "
            f"{self.dominance_share:.0%}, or from which the second largest could estimate the "
            f"largest within {self.p_percent:g} %; medians of fewer than {self.median_base} "
            f"values; ratings of fewer than {self.raters} raters; models with fewer than "
            f"{self.residual_df} residual degrees of freedom. Dates are given by {self.dates}."
        )
