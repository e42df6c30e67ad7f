-- The database that `ecefollow export` writes. SQLite keeps the comments that stand inside a
-- statement, so that whoever opens a file finds the meaning of each column in it.
--
-- Days are texts such as 2018-03-31, in columns of the type DATE, by which DuckDB and ODBC know
-- them. STRICT tables have no such type, and cannot be read before SQLite 3.37; a CHECK says what
-- a type leaves open.

PRAGMA encoding = 'UTF-8';
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
PRAGMA foreign_keys = ON;
PRAGMA application_id = 1701012838;  -- "ecef"
PRAGMA user_version = 1;  -- of these tables: one more for each change that breaks a query

CREATE TABLE evaluations (
  -- An evaluation, and the register that holds the response to it.
  id TEXT NOT NULL PRIMARY KEY,  -- a short name, which begins the ids of all that is under it
  position INTEGER NOT NULL CHECK (position > 0),  -- its place among the registers, from 1
  title TEXT NOT NULL,  -- what was evaluated
  title_note TEXT,  -- what the transcriber says of the title
  organization TEXT NOT NULL,  -- who responds to it
  source TEXT,  -- the document that the words come from
  report TEXT,  -- the evaluation itself
  contact TEXT,  -- whom a reader asks
  language TEXT NOT NULL,  -- that of the texts: en
  responded DATE  -- the last day of responded_written
    CHECK (responded IS date(responded, '+0 day')),
  responded_written TEXT,  -- when the response was given, as the file has it: 2017-12
  register TEXT NOT NULL,  -- the path of the file
  as_of DATE NOT NULL  -- the day that the whole database is of
    CHECK (as_of IS date(as_of, '+0 day'))
);

CREATE TABLE units (
  -- The names that the register holds to be of one unit, a row each; responsible has the first.
  evaluation TEXT NOT NULL REFERENCES evaluations (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place among them, from 1
  name TEXT NOT NULL,  -- the name that the unit is shown by
  called TEXT NOT NULL,  -- that name, or another
  folded TEXT NOT NULL,  -- what it is called without regard to case and spacing, to join by
  mention TEXT,  -- how a hosting service notifies the unit
  mail TEXT,  -- its address
  PRIMARY KEY (evaluation, position)
);

CREATE TABLE recommendations (
  -- What an evaluation recommends, and management's answer.
  id TEXT NOT NULL PRIMARY KEY CHECK (id = evaluation || ':' || short_id),  -- harbour:7
  evaluation TEXT NOT NULL REFERENCES evaluations (id),
  short_id TEXT NOT NULL,  -- its id in the register: 7
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the register, from 1
  title TEXT NOT NULL,  -- what is recommended
  status TEXT NOT NULL  -- management's answer on the day
    CHECK (status IN ('accepted', 'partial', 'rejected', 'pending', 'not-stated')),
  own_status TEXT NOT NULL  -- the first answer, before any update
    CHECK (own_status IN ('accepted', 'partial', 'rejected', 'pending', 'not-stated')),
  added DATE  -- the day it was agreed, if later than the response
    CHECK (added IS date(added, '+0 day')),
  reservation TEXT,  -- what a partial or rejected answer did not accept, and why
  response TEXT,  -- the answer in full
  line INTEGER NOT NULL CHECK (line > 0)  -- its line in the file
);

CREATE TABLE notes (
  -- Conditions in the source that are not actions, a row each.
  recommendation TEXT NOT NULL REFERENCES recommendations (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  note TEXT NOT NULL,
  PRIMARY KEY (recommendation, position)
);

CREATE TABLE tags (
  -- The themes of a recommendation, a row each.
  recommendation TEXT NOT NULL REFERENCES recommendations (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  tag TEXT NOT NULL,
  PRIMARY KEY (recommendation, position)
);

CREATE TABLE actions (
  -- A follow-up action under a recommendation, as the file states it. Where it stands on the day,
  -- and the deadline that is in force then, are in standings.
  id TEXT NOT NULL PRIMARY KEY CHECK (id = evaluation || ':' || short_id),  -- harbour:7.1
  evaluation TEXT NOT NULL REFERENCES evaluations (id),
  recommendation TEXT NOT NULL REFERENCES recommendations (id),
  short_id TEXT NOT NULL,  -- its id in the register: 7.1
  position INTEGER NOT NULL CHECK (position > 0),  -- its place among all actions of the register
  text TEXT NOT NULL,  -- what will be done
  accountable TEXT,  -- who makes sure that it happens, by the name that units shows
  added DATE  -- the day it was agreed, if later than the response
    CHECK (added IS date(added, '+0 day')),
  own_due DATE  -- its own deadline, before any update
    CHECK (own_due IS date(own_due, '+0 day')),
  own_due_written TEXT,  -- the same as the file has it: 2018-02
  due_text TEXT,  -- the deadline in the words of the source
  reading TEXT,  -- how an unclear source was read
  after_event TEXT,  -- the event that must come first
  after_expected DATE  -- when the source expects that event, the last day; no deadline
    CHECK (after_expected IS date(after_expected, '+0 day')),
  after_expected_written TEXT,  -- the same as the file has it: 2018-05
  after_happened DATE  -- the day of that event
    CHECK (after_happened IS date(after_happened, '+0 day')),
  ongoing INTEGER NOT NULL CHECK (ongoing IN (0, 1)),  -- 1: a continuing duty
  discretionary INTEGER NOT NULL CHECK (discretionary IN (0, 1)),  -- 1: the source says "may"
  line INTEGER NOT NULL CHECK (line > 0)  -- its line in the file
);

CREATE TABLE see (
  -- The records that an action refers to, a row each.
  action TEXT NOT NULL REFERENCES actions (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  related TEXT NOT NULL,  -- the id of an action or of a recommendation
  PRIMARY KEY (action, position)
);

CREATE TABLE own_responsible (
  -- Who carried an action out at first, before any update, a row for each name.
  action TEXT NOT NULL REFERENCES actions (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  name TEXT NOT NULL,
  folded TEXT NOT NULL,  -- the name without regard to case and spacing, to group and to join by
  PRIMARY KEY (action, position)
);

CREATE TABLE responsible (
  -- Who carries an action out on the day, a row for each name; no row if nobody is named.
  action TEXT NOT NULL REFERENCES actions (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  name TEXT NOT NULL,
  folded TEXT NOT NULL,  -- the name without regard to case and spacing, to group and to join by
  PRIMARY KEY (action, position)
);

CREATE TABLE updates (
  -- Every dated line of history in the register; standings look only at those up to the day.
  id TEXT NOT NULL PRIMARY KEY
    CHECK (id = coalesce(action, recommendation) || '#' || position),  -- harbour:7.1#2
  recommendation TEXT NOT NULL REFERENCES recommendations (id),
  action TEXT REFERENCES actions (id),  -- NULL: a changed answer to the recommendation itself
  position INTEGER NOT NULL CHECK (position > 0),  -- its place under that record, as recorded
  date DATE NOT NULL  -- the day it happened
    CHECK (date IS date(date, '+0 day')),
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),  -- 1: its date is not after the day
  progress TEXT  -- the progress of the action from then on
    CHECK (progress IN ('not-started', 'in-progress', 'completed', 'not-applicable')),
  status TEXT  -- the answer to the recommendation from then on
    CHECK (status IN ('accepted', 'partial', 'rejected', 'pending', 'not-stated')),
  due DATE  -- the new deadline, the last day of due_written
    CHECK (due IS date(due, '+0 day')),
  due_written TEXT,  -- the same as the file has it: 2018-02
  days_moved INTEGER,  -- by how many days it moved the deadline; negative: to an earlier day
  hands_over INTEGER NOT NULL CHECK (hands_over IN (0, 1)),  -- 1: it says who, in handovers
  day_unknown INTEGER NOT NULL  -- 1: it was so by the date; since when is not known
    CHECK (day_unknown IN (0, 1)),
  verified TEXT  -- what somebody other than the reporter found of the claim that it is closed
    CHECK (verified IN ('confirmed', 'disputed')),
  note TEXT,  -- what happened, or why
  reported_by TEXT,  -- who reported it
  line INTEGER NOT NULL CHECK (line > 0)  -- its line in the file
);

CREATE TABLE handovers (
  -- Who carries the action out from an update on, a row for each name.
  update_id TEXT NOT NULL REFERENCES updates (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  name TEXT NOT NULL,
  folded TEXT NOT NULL,  -- the name without regard to case and spacing, to group and to join by
  PRIMARY KEY (update_id, position)
);

CREATE TABLE evidence (
  -- What an update gives as proof, a row for each link or document.
  update_id TEXT NOT NULL REFERENCES updates (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place in the list, from 1
  evidence TEXT NOT NULL,
  PRIMARY KEY (update_id, position)
);

CREATE TABLE standings (
  -- Where each action stands on the day; one row an action.
  action TEXT NOT NULL PRIMARY KEY REFERENCES actions (id),
  as_of DATE NOT NULL  -- the day
    CHECK (as_of IS date(as_of, '+0 day')),
  state TEXT NOT NULL  -- where it stands
    CHECK (state IN ('overdue', 'scheduled', 'ongoing', 'awaiting-event', 'undated', 'completed',
      'not-applicable', 'unknown')),
  progress TEXT NOT NULL  -- what its updates report
    CHECK (progress IN ('not-reported', 'not-started', 'in-progress', 'completed',
      'not-applicable')),
  since DATE  -- the first day of that progress without a break; NULL if it is not known
    CHECK (since IS date(since, '+0 day')),
  begun_by DATE  -- the same, or else the day by which it had begun
    CHECK (begun_by IS date(begun_by, '+0 day')),
  verification TEXT  -- how much of the claim is confirmed; NULL unless closed
    CHECK (verification IN ('confirmed', 'disputed', 'unverified')),
  closing_in_doubt INTEGER NOT NULL  -- 1 if it may have been closed on a day nobody knows
    CHECK (closing_in_doubt IN (0, 1)),
  due DATE  -- the last day of the deadline in force
    CHECK (due IS date(due, '+0 day')),
  due_written TEXT,  -- the same as the file has it: 2018-02
  original_due DATE  -- the last day of the first one
    CHECK (original_due IS date(original_due, '+0 day')),
  revisions INTEGER NOT NULL CHECK (revisions >= 0),  -- how many times the deadline was moved
  slippage_days INTEGER,  -- days from the first deadline to the one in force
  days_overdue INTEGER CHECK (days_overdue > 0),  -- days since the deadline; NULL unless overdue
  days_left INTEGER CHECK (days_left >= 0),  -- days until the deadline; NULL unless scheduled
  days_past_original INTEGER  -- days since the first deadline, of an open action
    CHECK (days_past_original > 0),
  completed_on DATE  -- NULL unless completed, or if the day is not known
    CHECK (completed_on IS date(completed_on, '+0 day')),
  days_late INTEGER,  -- days from the deadline to completion; negative: early
  last_update DATE  -- the date of the latest update
    CHECK (last_update IS date(last_update, '+0 day'))
);

CREATE TABLE findings (
  -- What `ecefollow check` warns of in a register, a row each.
  evaluation TEXT NOT NULL REFERENCES evaluations (id),
  position INTEGER NOT NULL CHECK (position > 0),  -- its place among those of the register
  recommendation TEXT REFERENCES recommendations (id),  -- what it is found in
  action TEXT REFERENCES actions (id),  -- NULL if it is found in the recommendation itself
  code TEXT NOT NULL,  -- the name of the check
  message TEXT NOT NULL,
  line INTEGER NOT NULL CHECK (line > 0),  -- its line in the file
  column_number INTEGER NOT NULL CHECK (column_number > 0),  -- its character in the line
  PRIMARY KEY (evaluation, position)
);

CREATE VIEW follow_up AS
  -- One wide row for each action on the day: what a spreadsheet wants.
  SELECT
    a.id AS action,
    a.evaluation,
    e.organization,
    a.recommendation,
    r.status,
    a.text,
    (
      SELECT group_concat(name, '; ')
      FROM (SELECT p.name FROM responsible p WHERE p.action = a.id ORDER BY p.position)
    ) AS responsible,
    a.accountable,
    s.state,
    s.due,
    s.days_overdue,
    s.days_left,
    s.progress,
    s.completed_on,
    s.days_late,
    s.verification,
    s.original_due,
    s.revisions,
    s.slippage_days,
    s.last_update,
    s.as_of,
    a.position
  FROM actions a
  JOIN standings s ON s.action = a.id
  JOIN recommendations r ON r.id = a.recommendation
  JOIN evaluations e ON e.id = a.evaluation;

CREATE VIEW overdue AS
  -- The overdue actions, the longest overdue first.
  SELECT * FROM follow_up
  WHERE state = 'overdue'
  ORDER BY
    days_overdue DESC,
    (SELECT e.position FROM evaluations e WHERE e.id = evaluation),
    position;

CREATE VIEW rated AS
  -- Each action under each rate: why the rate leaves it out, or whether it counts as achieved.
  -- Of several reasons the first counts; the order is that of the lines below.
  SELECT
    action,
    evaluation,
    rate,
    left_out,
    CASE WHEN left_out IS NULL THEN achieved END AS achieved,
    CASE WHEN left_out IS NULL AND achieved = 1 THEN verification END AS verification
  FROM (
    SELECT
      a.id AS action,
      a.evaluation,
      'implementation' AS rate,
      CASE
        WHEN s.state = 'not-applicable' THEN 'not-applicable'
        WHEN a.discretionary = 1 THEN 'discretionary'
        WHEN a.ongoing = 1 THEN 'ongoing'
      END AS left_out,
      CASE WHEN s.state = 'completed' THEN 1 ELSE 0 END AS achieved,
      s.verification
    FROM actions a JOIN standings s ON s.action = a.id
    UNION ALL
    SELECT
      a.id,
      a.evaluation,
      'implementation_dated',
      CASE
        WHEN s.state = 'not-applicable' THEN 'not-applicable'
        WHEN a.discretionary = 1 THEN 'discretionary'
        WHEN a.ongoing = 1 THEN 'ongoing'
        WHEN s.due IS NULL THEN 'no-deadline'
      END,
      CASE WHEN s.state = 'completed' THEN 1 ELSE 0 END,
      s.verification
    FROM actions a JOIN standings s ON s.action = a.id
    UNION ALL
    SELECT
      a.id,
      a.evaluation,
      'on_time',
      CASE
        WHEN s.original_due IS NULL THEN 'no-deadline'
        WHEN s.state = 'not-applicable' AND s.begun_by <= s.original_due
          THEN 'not-applicable-in-time'
        WHEN s.state <> 'completed' AND s.original_due >= s.as_of THEN 'not-due-yet'
        WHEN s.closing_in_doubt = 1 THEN 'day-unknown'
        WHEN s.state IN ('completed', 'not-applicable') AND s.since IS NULL
          AND s.begun_by > s.original_due THEN 'day-unknown'
      END,
      CASE WHEN s.state = 'completed' AND s.begun_by <= s.original_due THEN 1 ELSE 0 END,
      s.verification
    FROM actions a JOIN standings s ON s.action = a.id
  ) judged;

CREATE VIEW rates AS
  -- The rates of each evaluation. For those of several, add up numerators and denominators:
  -- a mean of shares would weigh an evaluation of one action as much as one of fifty.
  --   implementation        completed, out of the actions that can be completed
  --   implementation_dated  the same, out of those that have a deadline besides
  --   on_time               completed by their first deadline, out of those completed or past it
  SELECT
    evaluation,
    organization,
    as_of,
    rate,
    numerator,
    denominator,
    left_out,  -- how many actions the rate leaves out: see rated for the reasons
    confirmed,  -- how many of the numerator somebody other than the reporter confirmed
    disputed,
    unverified,
    CASE WHEN denominator > 0 THEN 1.0 * numerator / denominator END AS share,
    CASE  -- rounded half up, but 100 only for all and 0 only for none
      WHEN denominator = 0 THEN NULL
      WHEN numerator = 0 THEN 0
      WHEN numerator = denominator THEN 100
      WHEN 100.0 * numerator / denominator < 1 THEN 1
      WHEN 100.0 * numerator / denominator > 99 THEN 99
      ELSE CAST(round(100.0 * numerator / denominator) AS INTEGER)
    END AS percent
  FROM (
    SELECT
      e.id AS evaluation,
      e.organization,
      e.as_of,
      k.rate,
      count(j.achieved) AS denominator,
      count(CASE WHEN j.achieved = 1 THEN 1 END) AS numerator,
      count(j.left_out) AS left_out,
      count(CASE WHEN j.verification = 'confirmed' THEN 1 END) AS confirmed,
      count(CASE WHEN j.verification = 'disputed' THEN 1 END) AS disputed,
      count(CASE WHEN j.verification = 'unverified' THEN 1 END) AS unverified
    FROM evaluations e
    CROSS JOIN (
      SELECT 'implementation' AS rate
      UNION ALL SELECT 'implementation_dated'
      UNION ALL SELECT 'on_time'
    ) k
    LEFT JOIN rated j ON j.evaluation = e.id AND j.rate = k.rate
    GROUP BY e.id, e.organization, e.as_of, k.rate
  ) counts;
