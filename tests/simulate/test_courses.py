from __future__ import annotations

import numpy as np

from sectornb.simulate.courses import local_courses, national_trend, quarterly_pay, seasons
from sectornb.simulate.industries import activities


def test_seasons_change_months_but_not_the_year() -> None:
    factor = seasons(activities(), np.random.default_rng(1))
    assert np.allclose(factor.mean(axis=1), 1)
    couriers = activities().code_2017 == "492110"
    assert factor[couriers, 11] > 1.05


def test_the_pandemic_hits_restaurants_hardest_and_warehouses_not_at_all() -> None:
    # Months count from January 2019: April 2020 is month 15.
    trend = national_trend(activities(), 2019, 3, np.random.default_rng(1))
    units = activities()
    drop = trend[:, 15] / trend[:, 14] - 1
    assert (drop[units.sector == "72"] < -0.4).all()
    assert (drop[units.code_2017 == "493110"] > 0).all()
    assert (trend[:, 35] > trend[:, 15])[units.sector == "72"].all()


def test_local_courses_wander_around_the_national_one() -> None:
    course = local_courses((40, 50), 6, np.random.default_rng(1))
    assert course.shape == (40, 50, 72)
    assert abs(np.log(course[:, :, -1]).mean()) < 0.02
    assert np.log(course[:, :, -1]).std() > np.log(course[:, :, 11]).std()


def test_pay_grows_and_banks_pay_bonuses_in_the_first_quarter() -> None:
    units = activities()
    pay = quarterly_pay(units, 2017, 24, 3, np.random.default_rng(1), np.array([1.0, 1.1, 0.9]))
    assert (pay[:, :, -4:].mean(axis=2) > pay[:, :, :4].mean(axis=2)).all()
    bank = units.code_2017 == "522110"
    assert (pay[:, bank, 0] > 1.15 * pay[:, bank, 1]).all()
