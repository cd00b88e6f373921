import { describe, expect, test } from 'vitest';
import { collisionOf, type Engagement } from '../server/placements/collisions.ts';
import { checkDates, statusOf, suggestedFollowUps } from '../server/placements/rules.ts';
import type { Shift } from '../server/placements/shifts.ts';

const MON_TO_FRI = (from: number, to: number): Shift[] =>
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 }));

function place(own: Partial<Engagement> & { weekly?: number; shifts?: Shift[] }): Engagement {
  const { weekly = 20, shifts = [], ...rest } = own;
  const startsOn = own.startsOn ?? '2026-03-01';
  return {
    id: 1,
    type: 'virksomhedspraktik',
    cvr: 1,
    jobFunction: 'lager',
    lastDay: '2026-03-31',
    hours: [{ fromDate: startsOn, weeklyHours: weekly, shifts }],
    ...rest,
    startsOn,
  };
}

/** Another company and function, unless the case says otherwise. */
const beside = (own: Parameters<typeof place>[0]) => place({ id: 2, cvr: 2, jobFunction: 'køkken', ...own });

const COLLISIONS: [string, Engagement, Engagement, ReturnType<typeof kindOf>][] = [
  ['fuld tid to gange', place({ weekly: 37 }), beside({ weekly: 37 }), 'to_fuldtid'],
  [
    'fuld tid to gange, dag og nat',
    place({ weekly: 37, shifts: MON_TO_FRI(8, 16) }),
    beside({ weekly: 37, shifts: MON_TO_FRI(16, 24) }),
    'to_fuldtid',
  ],
  [
    'slut og start samme dag',
    place({ weekly: 37 }),
    beside({ weekly: 37, startsOn: '2026-03-31', lastDay: null }),
    'to_fuldtid',
  ],
  [
    'start dagen efter',
    place({ weekly: 37 }),
    beside({ weekly: 37, startsOn: '2026-04-01', lastDay: null }),
    null,
  ],
  [
    'slut dagen før',
    place({ weekly: 37 }),
    beside({ weekly: 37, startsOn: '2026-02-01', lastDay: '2026-02-28' }),
    null,
  ],
  [
    'slut på startdagen',
    place({ weekly: 37 }),
    beside({ weekly: 37, startsOn: '2026-02-01', lastDay: '2026-03-01' }),
    'to_fuldtid',
  ],
  ['deltid op til fuld tid', place({ weekly: 17 }), beside({ weekly: 20 }), null],
  ['deltid en halv time over', place({ weekly: 17.5 }), beside({ weekly: 20 }), 'for_mange_timer'],
  [
    'kendte tider skilt ad, over fuld tid i alt',
    place({ weekly: 20, shifts: MON_TO_FRI(8, 12) }),
    beside({ weekly: 20, shifts: MON_TO_FRI(12, 16) }),
    null,
  ],
  [
    'kendte tider oven i hinanden',
    place({ weekly: 5, shifts: MON_TO_FRI(8, 12) }),
    beside({ weekly: 5, shifts: MON_TO_FRI(11, 15) }),
    'samme_tid',
  ],
  [
    'kun den ene tid kendt',
    place({ weekly: 20, shifts: MON_TO_FRI(8, 12) }),
    beside({ weekly: 20 }),
    'for_mange_timer',
  ],
  ['småjob ved siden af', place({ weekly: 37 }), beside({ type: 'smaajob', weekly: 10 }), null],
  [
    'småjob, samme virksomhed, anden funktion',
    place({ weekly: 37 }),
    beside({ type: 'smaajob', weekly: 10, cvr: 1 }),
    null,
  ],
  [
    'småjob, anden virksomhed, samme funktion',
    place({ weekly: 37 }),
    beside({ type: 'smaajob', weekly: 10, jobFunction: 'lager' }),
    null,
  ],
  [
    'småjob, samme virksomhed og funktion',
    place({ weekly: 20 }),
    beside({ type: 'smaajob', weekly: 5, cvr: 1, jobFunction: ' LAGER ' }),
    'samme_funktion',
  ],
  [
    'to småjob tælles sammen',
    place({ type: 'smaajob', weekly: 20 }),
    beside({ type: 'smaajob', weekly: 18 }),
    'for_mange_timer',
  ],
  ['et »småjob« på fuld tid', place({ weekly: 37 }), beside({ type: 'smaajob', weekly: 37 }), 'to_fuldtid'],
  [
    'timer, der vokser ind i en kollision',
    place({ weekly: 17, lastDay: '2026-12-31' }),
    beside({
      startsOn: '2026-01-01',
      lastDay: null,
      hours: [
        { fromDate: '2026-01-01', weeklyHours: 5, shifts: [] },
        { fromDate: '2026-06-01', weeklyHours: 21, shifts: [] },
      ],
    }),
    'for_mange_timer',
  ],
  [
    'timer, der først vokser, når det andet er slut',
    place({ weekly: 17, lastDay: '2026-05-31' }),
    beside({
      startsOn: '2026-01-01',
      lastDay: null,
      hours: [
        { fromDate: '2026-01-01', weeklyHours: 5, shifts: [] },
        { fromDate: '2026-06-01', weeklyHours: 37, shifts: [] },
      ],
    }),
    null,
  ],
];

function kindOf(wanted: Engagement, others: Engagement[]) {
  return collisionOf(wanted, others, 37)?.kind ?? null;
}

describe('sammenfald', () => {
  test.each(COLLISIONS)('%s', (_title, wanted, other, expected) => {
    expect(kindOf(wanted, [other])).toBe(expected);
    expect(kindOf(other, [wanted])).toBe(expected);
  });

  test('tre på deltid lægges sammen, selv om de går an to og to', () => {
    const others = [beside({ weekly: 15 }), beside({ id: 3, cvr: 3, weekly: 15 })];
    expect(kindOf(place({ weekly: 7 }), others)).toBeNull();
    expect(kindOf(place({ weekly: 7.5 }), others)).toBe('for_mange_timer');
  });

  test('siger, fra hvilken dag det ikke går', () => {
    const grows = beside({
      lastDay: null,
      hours: [
        { fromDate: '2026-03-01', weeklyHours: 10, shifts: [] },
        { fromDate: '2026-03-20', weeklyHours: 30, shifts: [] },
      ],
    });
    expect(collisionOf(place({}), [grows], 37)?.from).toBe('2026-03-20');
  });
});

const NOTHING = {
  startsOn: '2026-03-01',
  endsOn: '2026-05-31',
  endedOn: null,
  withdrawnAt: null,
  employerSignedOn: null,
  representativeSignedOn: null,
  approvedOn: null,
};
const SIGNED = { ...NOTHING, employerSignedOn: '2026-02-20', representativeSignedOn: '2026-02-20' };
const APPROVED = { ...SIGNED, approvedOn: '2026-02-21' };
const BOTH = { signatures: true, approval: true };

describe('status', () => {
  test.each([
    ['2026-02-22', NOTHING, BOTH, 'afventer_underskrift'],
    ['2026-02-22', { ...NOTHING, employerSignedOn: '2026-02-20' }, BOTH, 'afventer_underskrift'],
    ['2026-03-22', NOTHING, BOTH, 'afventer_underskrift'],
    ['2026-02-22', SIGNED, BOTH, 'afventer_godkendelse'],
    ['2026-02-28', APPROVED, BOTH, 'klar'],
    ['2026-03-01', APPROVED, BOTH, 'i_gang'],
    ['2026-03-01', NOTHING, { signatures: false, approval: false }, 'i_gang'],
    ['2026-05-16', APPROVED, BOTH, 'i_gang'],
    ['2026-05-17', APPROVED, BOTH, 'udloeber_snart'],
    ['2026-05-31', APPROVED, BOTH, 'udloeber_snart'],
    ['2026-06-01', APPROVED, BOTH, 'afsluttet'],
    ['2026-06-01', NOTHING, BOTH, 'afsluttet'],
    ['2026-04-01', { ...APPROVED, endedOn: '2026-03-31' }, BOTH, 'afsluttet'],
    ['2026-03-31', { ...APPROVED, endedOn: '2026-03-31' }, BOTH, 'udloeber_snart'],
    ['2027-01-01', { ...APPROVED, endsOn: null }, BOTH, 'i_gang'],
    ['2026-04-01', { ...APPROVED, withdrawnAt: '2026-03-02T10:00:00Z' }, BOTH, 'annulleret'],
  ] as const)('%s', (today, facts, demands, expected) => {
    expect(statusOf(facts, demands, { today, warningDays: 14 })).toBe(expected);
  });
});

describe('hvornår man spørger', () => {
  test('et job tælles fra den første dag, en ordning fra den sidste', () => {
    expect(checkDates('fleksjob', NOTHING).map(({ dueOn }) => dueOn)).toEqual(['2026-05-31', '2026-08-30']);
    expect(checkDates('virksomhedspraktik', NOTHING).map(({ dueOn }) => dueOn)).toEqual([
      '2026-08-30',
      '2026-11-29',
    ]);
    expect(checkDates('virksomhedspraktik', { ...NOTHING, endsOn: null })).toEqual([]);
  });

  test('opfølgning foreslås på hverdage inden for forløbet', () => {
    expect(suggestedFollowUps('2026-03-02', '2026-03-29')).toEqual(['2026-03-13', '2026-03-16']);
    expect(suggestedFollowUps('2026-03-02', '2026-03-02')).toEqual([]);
    expect(suggestedFollowUps('2026-03-02', null)).toEqual(['2026-03-16', '2026-04-27']);
  });
});
