"""The organizations and evaluations of the fictional portfolio."""

from typing import Final, NamedTuple


class Organization(NamedTuple):
    """An organization: the folder of its registers, its units by what they do, its evaluations."""

    folder: str
    name: str
    units: dict[str, str]
    evaluations: tuple["Fiction", ...]


class Fiction(NamedTuple):
    """An evaluation: its id, what it is about, when it was answered, and what it recommends.

    Each recommendation is the name of a theme, and the answer to it; `objection` is why management
    rejects one.
    """

    id: str
    subject: str
    responded: str
    recommends: tuple[tuple[str, str], ...]
    objection: str = ""


ORGANIZATIONS: Final = (
    Organization(
        "ports",
        "Ports of Arvenia",
        {
            "data": "Data Office",
            "people": "Staff Office",
            "operations": "Harbour Masters",
            "finance": "Finance Division",
            "public": "Press Office",
        },
        (
            Fiction(
                "ports-safety",
                "safety on the quays",
                "2021-03-15",
                (("risks", "accepted"), ("training", "partial"), ("equipment", "accepted")),
            ),
            Fiction(
                "ports-fees",
                "port fees",
                "2022-05-10",
                (("costs", "accepted"), ("public", "accepted"), ("decisions", "rejected")),
                "The council decides on port fees, and the law leaves no other way.",
            ),
            Fiction(
                "ports-pilots",
                "the pilot service",
                "2022-11-21",
                (("training", "accepted"), ("plan", "accepted"), ("partners", "pending")),
            ),
            Fiction(
                "ports-dredging",
                "dredging",
                "2023-04-03",
                (("plan", "partial"), ("equipment", "accepted"), ("figures", "accepted")),
            ),
        ),
    ),
    Organization(
        "water",
        "Highland Water Agency",
        {
            "data": "Measurement Unit",
            "people": "Human Resources Office",
            "operations": "Network Division",
            "finance": "Treasury",
            "public": "Customer Service Desk",
        },
        (
            Fiction(
                "water-leaks",
                "the repair of leaks",
                "2021-06-30",
                (("figures", "accepted"), ("equipment", "accepted"), ("decisions", "accepted")),
            ),
            Fiction(
                "water-quality",
                "water quality",
                "2021-10",
                (("figures", "accepted"), ("public", "partial"), ("lessons", "accepted")),
            ),
            Fiction(
                "water-tariffs",
                "water tariffs",
                "2022-09-12",
                (("costs", "accepted"), ("public", "accepted"), ("plan", "not-stated")),
            ),
            Fiction(
                "water-drought",
                "the drought reserve",
                "2023-02-20",
                (("plan", "accepted"), ("partners", "accepted"), ("risks", "rejected")),
                "The national drought office keeps a list of these risks already.",
            ),
        ),
    ),
    Organization(
        "health",
        "Lowland Health Service",
        {
            "data": "Statistics Unit",
            "people": "Training Centre",
            "operations": "Medical Directorate",
            "finance": "Budget Office",
            "public": "Patient Liaison Office",
        },
        (
            Fiction(
                "health-clinics",
                "the village clinics",
                "2021-05",
                (("equipment", "accepted"), ("training", "accepted"), ("costs", "partial")),
            ),
            Fiction(
                "health-vaccines",
                "vaccination",
                "2021-11-08",
                (("public", "accepted"), ("lessons", "accepted"), ("figures", "accepted")),
            ),
            Fiction(
                "health-records",
                "patient records",
                "2022-07-01",
                (("decisions", "accepted"), ("risks", "accepted"), ("partners", "rejected")),
                "The law forbids passing patient records across the border.",
            ),
            Fiction(
                "health-ambulances",
                "the ambulance service",
                "2023-01-16",
                (("plan", "accepted"), ("equipment", "partial"), ("lessons", "pending")),
            ),
        ),
    ),
    Organization(
        "river",
        "Teller River Commission",
        {
            "data": "Hydrology Section",
            "people": "Secretariat",
            "operations": "River Wardens",
            "finance": "Accounts Section",
            "public": "Secretariat",
        },
        (
            Fiction(
                "river-floods",
                "flood warnings",
                "2021-04-19",
                (("risks", "accepted"), ("partners", "accepted"), ("public", "accepted")),
            ),
            Fiction(
                "river-gauges",
                "the river gauges",
                "2022-02",
                (("equipment", "accepted"), ("figures", "partial"), ("costs", "accepted")),
            ),
            Fiction(
                "river-fish",
                "the passage of fish",
                "2022-10-05",
                (("plan", "accepted"), ("partners", "partial"), ("lessons", "accepted")),
            ),
            Fiction(
                "river-ferries",
                "the ferries",
                "2023-05-30",
                (("decisions", "accepted"), ("training", "accepted"), ("risks", "accepted")),
            ),
        ),
    ),
    Organization(
        "schools",
        "Board of Rural Schools",
        {
            "data": "Planning Unit",
            "people": "Teacher Support Unit",
            "operations": "School Inspectorate",
            "finance": "Bursar",
            "public": "Parents' Desk",
        },
        (
            Fiction(
                "schools-meals",
                "school meals",
                "2021-09-01",
                (("costs", "accepted"), ("figures", "accepted"), ("public", "accepted")),
            ),
            Fiction(
                "schools-buses",
                "the school buses",
                "2022-03-14",
                (("risks", "accepted"), ("equipment", "accepted"), ("partners", "not-stated")),
            ),
            Fiction(
                "schools-books",
                "textbooks",
                "2022-Q4",
                (("decisions", "partial"), ("costs", "accepted"), ("lessons", "accepted")),
            ),
            Fiction(
                "schools-teachers",
                "the support of new teachers",
                "2023-06-12",
                (("training", "accepted"), ("plan", "pending"), ("decisions", "rejected")),
                "The rules are a year old, and should be tried before they are changed.",
            ),
        ),
    ),
)
