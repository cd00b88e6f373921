import { labels } from '../ui/labels.ts';

/** What a column is called, with its codes' words; null: keys of ours and who wrote it, which tell nothing of the person. */
type Held = string | null | readonly [string, Readonly<Record<string, string>>];

interface HeldTable {
  title: string;
  columns: Readonly<Record<string, Held>>;
}

/** Written by whom, in which import, under which key. */
const OURS = {
  id: null,
  version: null,
  import_id: null,
  form_key: null,
  created_by: null,
  recorded_by: null,
  superseded_by: null,
  citizen_id: null,
} as const;

/**
 * Everything that the database holds of a citizen, table by table and column by column (databeskyttelsesforordningen art. 15).
 * The tables come from the schema: one that is missing here, or a column of one, fails a test.
 */
export const HELD_OF_CITIZEN: Readonly<Record<string, HeldTable>> = {
  citizen: {
    title: 'Oplysninger om dig',
    columns: {
      ...OURS,
      citizen_key: 'Borgernummer',
      // Told apart below the heading: the number itself is the citizen's own and is not written out again.
      cpr_encrypted: null,
      cpr_index: null,
      name: 'Navn',
      name_folded: null,
      phone: 'Telefon',
      email: 'Mail',
      target_group: 'Målgruppe',
      benefit_since: 'Ydelse siden',
      education: 'Uddannelse',
      single_provider: 'Enlig forsørger',
      has_employer: 'Har arbejdsgiver',
      unemployed_since: 'Ledig siden',
      birth_year: 'Fødselsår',
      postcode: 'Postnummer',
      danish: 'Dansk',
      danish_oral: 'Dansk, mundtligt',
      danish_written: 'Dansk, skriftligt',
      transports: ['Transport', labels.transport],
      max_travel_minutes: 'Længste rejsetid i minutter',
      hours_min: 'Timer om ugen, mindst',
      hours_max: 'Timer om ugen, højst',
      working_times: ['Arbejdstid', labels.workingTime],
      needs: ['Behov på arbejdspladsen', labels.need],
      can_start: 'Kan starte',
      purpose: ['Formål med næste plads', labels.purpose],
      may_be_shared: 'Virksomheder må høre om dig',
      protected_address: 'Beskyttet adresse',
      caseworker_name: 'Sagsbehandler i fagsystemet',
      caseworker_user_id: null,
      created_at: 'Oprettet',
      updated_at: 'Ændret',
      edited_at: 'Rettet af en medarbejder',
      edited_by: null,
      erased_at: null,
    },
  },
  citizen_term: {
    title: 'Jobmål, kompetencer, erfaring og beviser',
    columns: {
      ...OURS,
      kind: ['Slags', labels.term],
      position: null,
      text: 'Tekst',
      years: 'År',
      last_year: 'Senest',
      expires_on: 'Gælder til',
    },
  },
  citizen_shift: {
    title: 'Dage og tider, du kan arbejde',
    columns: {
      ...OURS,
      weekday: ['Dag', labels.weekday],
      from_minute: 'Fra (minut)',
      to_minute: 'Til (minut)',
    },
  },
  benefit_period: {
    title: 'Perioder på ydelse',
    columns: {
      ...OURS,
      target_group: 'Målgruppe',
      from_date: 'Fra',
      until_date: 'Ophørt',
      recorded_at: 'Registreret',
      superseded_at: 'Rettet',
      superseded_reason: 'Hvorfor rettet',
    },
  },
  disclosure: {
    title: 'Hvad virksomheder må få at vide',
    columns: {
      ...OURS,
      topic: ['Emne', labels.disclosure],
      may: 'Må siges',
      agreed_on: 'Aftalt',
      recorded_at: 'Registreret',
      superseded_at: 'Afløst',
    },
  },
  citizen_edit: {
    title: 'Rettelser af dine oplysninger',
    columns: {
      ...OURS,
      before: 'Før',
      after: 'Efter',
      edited_at: 'Rettet',
      edited_by: null,
      undone_at: 'Fortrudt',
    },
  },
  citizen_background: {
    title: 'Oprindelse, kun til opgørelsen over lige brug af ordninger',
    columns: { ...OURS, background: ['Oprindelse', labels.background], recorded_at: 'Registreret' },
  },
  formidling: {
    title: 'Job og pladser, du er overvejet til',
    columns: {
      ...OURS,
      job_order_id: 'Jobordre',
      stage: ['Trin', labels.formidlingStage],
      asked_at: 'Du blev spurgt',
      answer_by: 'Svar senest',
      answer: ['Dit svar', labels.yesNo],
      answered_at: 'Svaret',
      shared_at: 'Fortalt til virksomheden',
      interview_on: 'Samtale',
      ended: ['Hvorfor det endte', labels.formidlingEnd],
      created_at: 'Oprettet',
      updated_at: 'Ændret',
    },
  },
  formidling_event: {
    title: 'Hvad der skete med dem',
    columns: {
      ...OURS,
      formidling_id: null,
      event: ['Hændelse', labels.formidlingEvent],
      comment: 'Kommentar',
      at: 'Hvornår',
      by: null,
    },
  },
  placement: {
    title: 'Forløb på arbejdspladser',
    columns: {
      ...OURS,
      p_number: 'Arbejdsplads (P-nummer)',
      cvr: 'Virksomhed (CVR-nummer)',
      job_order_id: 'Jobordre',
      formidling_id: null,
      type: ['Type', labels.orderType],
      purpose: ['Formål', labels.purpose],
      job_function: 'Arbejdet',
      goal: 'Mål',
      starts_on: 'Første dag',
      ends_on: 'Sidste dag efter aftalen',
      ended_on: 'Sidste dag i virkeligheden',
      ended: ['Hvorfor det endte', labels.placementEnd],
      became_ordinary: 'Blev til ordinære timer',
      ordinary_hours: 'Ordinære timer om ugen',
      mentor_name: 'Mentor',
      contact_person_id: null,
      employer_signed_on: 'Underskrevet af virksomheden',
      representative_name: 'Medarbejderrepræsentant',
      representative_signed_on: 'Underskrevet af medarbejderrepræsentanten',
      approved_on: 'Godkendt',
      approved_by: null,
      created_at: 'Oprettet',
      updated_at: 'Ændret',
      withdrawn_at: 'Annulleret',
      withdrawn_by: null,
      withdrawn_reason: 'Hvorfor annulleret',
    },
  },
  placement_hours: {
    title: 'Timer i forløb',
    columns: {
      ...OURS,
      placement_id: null,
      from_date: 'Fra',
      weekly_hours: 'Timer om ugen',
      recorded_at: 'Registreret',
      superseded_at: 'Afløst',
    },
  },
  placement_shift: {
    title: 'Dage og tider i forløb',
    columns: {
      hours_id: null,
      weekday: ['Dag', labels.weekday],
      from_minute: 'Fra (minut)',
      to_minute: 'Til (minut)',
    },
  },
  placement_follow_up: {
    title: 'Opfølgninger på forløb',
    columns: {
      ...OURS,
      placement_id: null,
      kind: ['Slags', labels.followUp],
      due_on: 'Skal ske',
      done_on: 'Sket',
      done_by: null,
      recorded_at: 'Registreret',
      still_there: 'Stadig i virksomheden',
      ordinary_hours: 'Ordinære timer om ugen',
      note: 'Note',
    },
  },
  placement_extension: {
    title: 'Forlængelser',
    columns: {
      ...OURS,
      placement_id: null,
      ends_on_before: 'Sidste dag før',
      ends_on: 'Sidste dag efter',
      reason: 'Begrundelse',
      decided_at: 'Besluttet',
      decided_by: null,
    },
  },
  rule_override: {
    title: 'Fravigelser af regler',
    columns: {
      ...OURS,
      job_order_id: 'Jobordre',
      placement_id: null,
      rule_id: null,
      what: 'Regel',
      answer: ['Reglens svar', labels.ruleAnswer],
      sentence: 'Reglens sætning',
      reason: 'Begrundelse',
      decided_at: 'Besluttet',
      decided_by: null,
    },
  },
  set_aside: {
    title: 'Fravalg til en jobordre',
    columns: {
      ...OURS,
      job_order_id: 'Jobordre',
      reason: ['Grund', labels.setAside],
      comment: 'Kommentar',
      facts_sha: null,
      set_aside_at: 'Hvornår',
      set_aside_by: null,
      withdrawn_at: 'Taget tilbage',
      withdrawn_by: null,
    },
  },
  match_standing: {
    title: 'Nætter uden forslag, og hvorfor',
    columns: {
      ...OURS,
      run_id: 'Matchkørsel',
      subject: null,
      job_order_id: null,
      rule: null,
      answer: 'Svar',
      who_can_fix: 'Hvem kan ændre det',
    },
  },
  log_person: { title: 'Dit nummer i loggen over opslag', columns: { ...OURS, number: 'Nummer' } },
  citizen_read: {
    title: 'Hvornår medarbejdere har set dig, og hvorfor',
    columns: {
      ...OURS,
      person: null,
      user_id: null,
      at: 'Hvornår',
      purpose: ['Hvorfor', labels.readPurpose],
      job_order_id: 'Jobordre',
      relation: null,
      previous: null,
      hash: null,
    },
  },
  erasure: {
    title: 'Sletning',
    columns: { ...OURS, contact_person_id: null, reason: null, erased_at: null, erased_by: null },
  },
};

/** Everything that the database holds of somebody at a firm. */
export const HELD_OF_PERSON: Readonly<Record<string, HeldTable>> = {
  contact_person: {
    title: 'Hvor du er kontaktperson',
    columns: { ...OURS, p_number: 'Arbejdsplads (P-nummer)', created_at: 'Oprettet', erased_at: null },
  },
  contact_person_version: {
    title: 'Oplysninger om dig, også tidligere',
    columns: {
      ...OURS,
      person_id: null,
      name: 'Navn',
      role: 'Rolle',
      phone: 'Telefon',
      email: 'Mail',
      left_on: 'Forlod virksomheden',
      informed_on: 'Oplyst om registreringen',
      informed_way: ['Oplyst hvordan', labels.informedWay],
      recorded_at: 'Registreret',
      superseded_at: 'Afløst',
    },
  },
};
