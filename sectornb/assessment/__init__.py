"""Where partners stand, where they disagree, what is next."""

from sectornb.assessment.settings import AssessmentSettings
from sectornb.contract import Workbook
from sectornb.disclosure.private.rows import PrivateInput

WORKBOOK = Workbook(
    name="4-assessment",
    section="assessment",
    question="Where do we stand as partners, where do we disagree, what next?",
    settings=AssessmentSettings,
    study="sectornb.assessment.study:AssessmentStudy",
    traps="sectornb.assessment.traps:TRAPS",
    propose="sectornb.assessment.proposal:propose",
    changes="sectornb.assessment.words.comparison:changes",
    needs_library=False,
    private_inputs=(
        PrivateInput(
            "responses",
            "sectornb.assessment.read:read_responses",
            {
                "rater": "identifier",
                "hidden_rater": "name",
                "hidden_organization": "phrase",
                "hidden_reason": "phrase",
                "hidden_obstacle": "phrase",
                "hidden_missing_partner": "phrase",
            },
            given=("instrument", "mode"),
            example="assessment/responses.csv",
            made_by="sectornb answers",
        ),
        PrivateInput(
            "plan",
            "sectornb.assessment.plan.read:read_plan",
            {},
            given=("instrument",),
            example="assessment/plan.csv",
        ),
    ),
)
