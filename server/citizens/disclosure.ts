import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { DISCLOSURE_TOPICS, type DisclosureTopic, disclosure } from '../../db/schema/citizen-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';

/** What has been agreed with a citizen about a topic, all there has been, the latest first. */
export function disclosuresOf(db: Pick<Db, 'select'>, citizenId: number) {
  return disclosuresAsked(db).all({ citizenId });
}
export type Disclosure = ReturnType<typeof disclosuresOf>[number];

const disclosuresAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      id: disclosure.id,
      topic: disclosure.topic,
      may: disclosure.may,
      agreedOn: disclosure.agreedOn,
      recordedAt: disclosure.recordedAt,
      supersededAt: disclosure.supersededAt,
      recordedBy: disclosure.recordedBy,
      recordedByName: user.name,
    })
    .from(disclosure)
    .innerJoin(user, eq(user.id, disclosure.recordedBy))
    .where(eq(disclosure.citizenId, sql.placeholder('citizenId')))
    .orderBy(desc(disclosure.id))
    .prepare(),
);

/** What stands about a topic; undefined: nothing is agreed, and then an employer is told nothing of it. */
export function standingOn(rows: readonly Disclosure[], topic: DisclosureTopic): Disclosure | undefined {
  return rows.find((row) => row.topic === topic && row.supersededAt === null);
}

/** What an employer may be told of the citizen. What is not agreed may not. */
export function toldTopics(db: Pick<Db, 'select'>, citizenId: number): Set<DisclosureTopic> {
  const rows = db
    .select({ topic: disclosure.topic })
    .from(disclosure)
    .where(
      and(eq(disclosure.citizenId, citizenId), isNull(disclosure.supersededAt), eq(disclosure.may, true)),
    )
    .all();
  return new Set(rows.map(({ topic }) => topic));
}

interface Agreement {
  answers: [DisclosureTopic, boolean][];
  agreedOn: string;
}

/** The form: `emne_<topic>` is ja or nej; what is not answered stays as it was. */
export function readAgreement(
  fields: Fields,
  today: string,
): { agreement: Agreement; errors: [] } | { agreement?: undefined; errors: FieldError[] } {
  const agreedOn = textOf(fields, 'aftalt');
  const answers = DISCLOSURE_TOPICS.flatMap((topic): Agreement['answers'] => {
    const answer = textOf(fields, `emne_${topic}`);
    return answer === 'ja' || answer === 'nej' ? [[topic, answer === 'ja']] : [];
  });
  const errors: FieldError[] = [];
  if (!isIsoDate(agreedOn)) errors.push({ field: 'aftalt', reason: 'Skriv den dato, I aftalte det.' });
  else if (agreedOn > today) errors.push({ field: 'aftalt', reason: 'Datoen kan ikke ligge i fremtiden.' });
  if (answers.length === 0)
    errors.push({ field: `emne_${DISCLOSURE_TOPICS[0]}`, reason: 'Svar ja eller nej til mindst ét emne.' });
  return errors.length > 0 ? { errors } : { agreement: { answers, agreedOn }, errors: [] };
}

interface Doing {
  at: string;
  by: number;
}

/** Writes the topics whose answer is another than before; an answer that is given again keeps its date. */
export function agreeDisclosures(
  db: Db,
  citizenId: number,
  { answers, agreedOn }: Agreement,
  { at, by }: Doing,
): 'saved' | 'unchanged' {
  return db.transaction(
    (tx) => {
      const before = disclosuresOf(tx, citizenId);
      const changed = answers.filter(([topic, may]) => standingOn(before, topic)?.may !== may);
      if (changed.length === 0) return 'unchanged';
      for (const [topic, may] of changed) {
        supersede(tx, citizenId, topic, at);
        tx.insert(disclosure)
          .values({ citizenId, topic, may, agreedOn, recordedAt: at, recordedBy: by })
          .run();
      }
      const detail = `oplysninger til virksomheder: ${changed.map(([topic]) => topic).join(', ')}`;
      recordEvent(tx, {
        at,
        userId: by,
        action: 'ret',
        entity: 'citizen',
        entityKey: String(citizenId),
        detail,
      });
      return 'saved';
    },
    { behavior: 'immediate' },
  );
}

/** The user's own last agreement with the citizen, while it is the last; undefined when there is none to take back. */
export function lastAgreement(rows: readonly Disclosure[], by: number): string | undefined {
  const [latest] = rows;
  return latest?.supersededAt === null && latest.recordedBy === by ? latest.recordedAt : undefined;
}

/** Takes the user's last agreement back: what stood before it is written anew, so that the history keeps both. */
export function undoAgreement(db: Db, citizenId: number, { at, by }: Doing): 'undone' | 'nothing' {
  return db.transaction(
    (tx) => {
      const rows = disclosuresOf(tx, citizenId);
      const recordedAt = lastAgreement(rows, by);
      if (recordedAt === undefined) return 'nothing';
      for (const { topic } of rows.filter((row) => row.recordedAt === recordedAt)) {
        supersede(tx, citizenId, topic, at);
        const before = rows.find((row) => row.topic === topic && row.supersededAt === recordedAt);
        if (!before) continue;
        const { may, agreedOn } = before;
        tx.insert(disclosure)
          .values({ citizenId, topic, may, agreedOn, recordedAt: at, recordedBy: by })
          .run();
      }
      const detail = 'oplysninger til virksomheder fortrudt';
      recordEvent(tx, {
        at,
        userId: by,
        action: 'ret',
        entity: 'citizen',
        entityKey: String(citizenId),
        detail,
      });
      return 'undone';
    },
    { behavior: 'immediate' },
  );
}

function supersede(tx: Pick<Db, 'update'>, citizenId: number, topic: DisclosureTopic, at: string): void {
  tx.update(disclosure)
    .set({ supersededAt: at })
    .where(
      and(eq(disclosure.citizenId, citizenId), eq(disclosure.topic, topic), isNull(disclosure.supersededAt)),
    )
    .run();
}
