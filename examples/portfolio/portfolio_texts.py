"""The words of the fictional portfolio: what is recommended, answered, done and reported."""

from typing import Final, NamedTuple


class Step(NamedTuple):
    """An action: who carries it out, what it is, and what its updates say.

    `kind` is "dated", "ongoing", "may" or "after"; `event` is what it waits for. Some build on the
    step before them.
    """

    role: str
    text: str
    started: str = ""
    done: str = ""
    evidence: str = ""
    moved: str = ""
    kind: str = "dated"
    event: str = ""
    builds_on: bool = False


class Theme(NamedTuple):
    """A recommendation, in the words of the evaluation and of management."""

    title: str
    tag: str
    response: str
    reservation: str
    steps: tuple[Step, ...]


THEMES: Final = {
    "figures": Theme(
        "Measure {subject} in the same way everywhere",
        "data",
        "Figures that each site collects in its own way cannot be compared.",
        "The figures will not be broken down by month, since the small sites have no staff for it.",
        (
            Step(
                "data",
                "The {unit} will agree with all sites on one list of figures about {subject}.",
                "A first draft went to the sites.",
                "All sites have signed the list.",
                "List of figures, version 1",
                "Two sites asked for another round of comments.",
            ),
            Step(
                "data",
                "The {unit} will try the list at two sites before the others follow.",
                "The first site has begun.",
                "Both sites have reported for a full quarter.",
                "Report on the trial",
                "The second site could not begin before its new office was open.",
                builds_on=True,
            ),
            Step(
                "data",
                "The {unit} will publish the figures on {subject} every quarter.",
                "The figures of the first quarter are published.",
                kind="ongoing",
            ),
        ),
    ),
    "training": Theme(
        "Train all those who work on {subject}",
        "staff",
        "Much of what the staff know about {subject} is written down nowhere.",
        "Contractors will not be trained, since their contracts make that their own duty.",
        (
            Step(
                "people",
                "The {unit} will write a course on {subject} for new staff.",
                "An outline has been discussed with the sites.",
                "The course was held for the first time.",
                "Attendance list of the first course",
                "The author fell ill, and a second one had to be found.",
            ),
            Step(
                "people",
                "The {unit} will train two instructors at each site.",
                "Half of the sites have named their instructors.",
                "The last instructors have passed their examination.",
                "List of instructors",
                "The course that the instructors need was not ready.",
            ),
            Step(
                "operations",
                "The {unit} may send staff to other organizations to see how they go about it.",
                kind="may",
            ),
        ),
    ),
    "plan": Theme(
        "Adopt a plan for {subject} over five years",
        "planning",
        "So far there is a budget for each year and no plan beyond it.",
        "The plan will cover three years, because funds are not known for longer.",
        (
            Step(
                "operations",
                "The {unit} will draft the plan and put it before the board.",
                "The outline has been agreed with the director.",
                "The board took note of the draft.",
                "Minutes of the board",
                "The board asked for a second option, and meets only twice a year.",
            ),
            Step(
                "finance",
                "The {unit} will set funds aside for the plan once it is adopted.",
                "The funds are in the draft budget.",
                "The funds are in the budget.",
                "Budget, chapter 4",
                "The budget was voted later than usual.",
                kind="after",
                event="The board adopts the plan",
            ),
            Step(
                "operations",
                "The {unit} will report to the board on the plan once a year.",
                kind="ongoing",
            ),
        ),
    ),
    "costs": Theme(
        "Show what {subject} really costs",
        "money",
        "The costs are spread over several headings, and nobody sees their sum.",
        "The costs of earlier years will not be worked out again.",
        (
            Step(
                "finance",
                "The {unit} will record the costs of {subject} under a heading of their own.",
                "The new heading has been approved.",
                "The heading is in use since the first of the month.",
                "Chart of accounts",
                "The accounting system could not be changed before the year was closed.",
            ),
            Step(
                "finance",
                "The {unit} will compare the costs with those of three similar organizations.",
                "Two organizations have agreed to share their figures.",
                "The comparison was sent to the board.",
                "Comparison of costs",
                "The third organization withdrew, and another had to be asked.",
            ),
        ),
    ),
    "public": Theme(
        "Tell the public more about {subject}",
        "public",
        "People ask the same questions again and again, and often get different answers.",
        "Answers will not be given by telephone in the evening, for want of staff.",
        (
            Step(
                "public",
                "The {unit} will open a page about {subject} in plain words.",
                "The texts are written; the pictures are missing.",
                "The page is open.",
                "https://example.org/page",
                "The new website had to come first.",
            ),
            Step(
                "public",
                "The {unit} will ask those concerned once what they think of {subject}.",
                "The questions have been tried with twenty people.",
                "The answers of 412 people are published.",
                "Results of the survey",
                "The survey was put off until after the summer.",
            ),
            Step(
                "public",
                "The {unit} will answer complaints about {subject} within ten working days.",
                "Nine out of ten complaints of the quarter were answered in time.",
                kind="ongoing",
            ),
        ),
    ),
    "equipment": Theme(
        "Keep the equipment for {subject} in working order",
        "maintenance",
        "A third of the equipment is older than the time it was built for.",
        "Equipment that is to be sold within a year will not be repaired.",
        (
            Step(
                "operations",
                "The {unit} will inspect all equipment and list what must be replaced.",
                "Half of the sites have been inspected.",
                "The list has 31 entries.",
                "List of equipment",
                "The inspector was needed elsewhere for two months.",
            ),
            Step(
                "finance",
                "The {unit} will buy what is most urgent on that list.",
                "Offers have been asked for.",
                "The last delivery has arrived.",
                "Delivery notes",
                "The supplier cannot deliver before spring.",
                builds_on=True,
            ),
            Step(
                "operations",
                "The {unit} will test a tenth of the equipment every month.",
                kind="ongoing",
            ),
        ),
    ),
    "risks": Theme(
        "Know what can go wrong with {subject}",
        "risk",
        "Risks are known to those who meet them, but not to those who decide.",
        "Risks below the second level will be left to the sites.",
        (
            Step(
                "operations",
                "The {unit} will describe the ten gravest risks, and who watches each of them.",
                "Six risks are described.",
                "All ten are described, and each has a name beside it.",
                "Register of risks",
                "The sites were asked to comment first.",
            ),
            Step(
                "operations",
                "The {unit} will rehearse the gravest one with every shift.",
                "Two of five shifts have rehearsed it.",
                "All shifts have rehearsed it.",
                "Log of the rehearsals",
                "The rehearsal had to wait for the busy season to end.",
            ),
        ),
    ),
    "partners": Theme(
        "Work with the neighbours on {subject}",
        "partners",
        "The neighbours have the same task, and both sides do it twice.",
        "There will be no joint office, since the laws of the two sides differ.",
        (
            Step(
                "operations",
                "The {unit} will sign an agreement with the neighbours.",
                "A draft has been exchanged.",
                "The agreement is signed.",
                "Agreement of both sides",
                "The neighbours asked for more time.",
                kind="after",
                event="The neighbours name their delegates",
            ),
            Step(
                "public",
                "The {unit} will invite the neighbours to a meeting about {subject}.",
                "The agenda is agreed.",
                "Forty people took part.",
                "Notes of the meeting",
                "The hall was not free.",
            ),
            Step(
                "data",
                "The {unit} may share its figures with the neighbours.",
                kind="may",
            ),
        ),
    ),
    "decisions": Theme(
        "Settle who decides what about {subject}",
        "management",
        "Urgent matters wait for four signatures, and the evaluation found that two would do.",
        "What costs more than the yearly limit will still go to the board.",
        (
            Step(
                "people",
                "The {unit} will write down who decides what about {subject}.",
                "The heads of unit have been heard.",
                "The director has signed the rules.",
                "Rules on decisions",
                "A new director took office and wished to read them first.",
            ),
            Step(
                "people",
                "The {unit} will review the rules after they have been in force for half a year.",
                "The sites have been asked what they think.",
                "The review proposes no change.",
                "Review of the rules",
                "The rules came into force later than planned.",
                builds_on=True,
            ),
        ),
    ),
    "lessons": Theme(
        "Learn from what went wrong with {subject}",
        "learning",
        "Incidents are reported, but the reports are read only where they were written.",
        "Incidents of more than five years ago will not be looked into.",
        (
            Step(
                "operations",
                "The {unit} will review every incident of the last three years.",
                "The first year has been reviewed.",
                "The review names four causes.",
                "Review of incidents",
                "More incidents were found than had been expected.",
            ),
            Step(
                "people",
                "The {unit} will hold a half-day with all sites on what was learnt.",
                "A date has been found.",
                "The half-day was held.",
                "Programme of the half-day",
                "The date was too close to the elections.",
            ),
        ),
    ),
}

ANSWERS: Final = {
    "accepted": "Management accepts the recommendation.",
    "partial": "Management accepts a part of the recommendation.",
    "rejected": "Management does not accept the recommendation.",
    "pending": "Management will answer once the budget of next year is known.",
    "not-stated": "Management thanks the evaluators for this observation.",
}
