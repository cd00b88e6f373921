import type { Formidling } from './jobordre.ts';

/** Where the service is; nothing is ever called unless a municipality has set it (STAR_URL). */
export interface StarService {
  /** without a slash at the end */
  base: string;
  token: string | undefined;
}

/** The service said no, or nothing; the message is for the person at the keyboard and repeats no answer. */
export class StarProblem extends Error {}

const PATIENCE = 20_000;
/** Of a jobordre: far more than its fields may hold. */
const LONGEST_ANSWER = 1_000_000;

/** GET /v1/Jobordre/{id}: the answer's JSON as it is, to be judged by the import. */
export async function fetchJobordre(service: StarService, jobordreId: string): Promise<unknown> {
  const answer = await ask(service, 'GET', `/v1/Jobordre/${encodeURIComponent(jobordreId)}`);
  const text = await answer.text();
  if (text.length > LONGEST_ANSWER) throw new StarProblem('Svaret er for stort til at være en jobordre.');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new StarProblem('Svaret er ikke JSON.');
  }
}

/** PUT /v1/jobordre/formidling, for one candidate. */
export async function putFormidling(service: StarService, body: Formidling): Promise<void> {
  await ask(service, 'PUT', '/v1/jobordre/formidling', body);
}

async function ask({ base, token }: StarService, method: string, path: string, body?: Formidling) {
  const headers = {
    accept: 'application/json',
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const options = {
    method,
    headers,
    body: body && JSON.stringify(body),
    // A redirect would take the token to somebody else.
    redirect: 'error' as const,
    signal: AbortSignal.timeout(PATIENCE),
  };
  const answer = await fetch(base + path, options).catch(() => {
    throw new StarProblem('Tjenesten svarer ikke.');
  });
  if (answer.status === 404) throw new StarProblem('Tjenesten kender ikke jobordren.');
  if (!answer.ok) throw new StarProblem(`Tjenesten svarede ${answer.status}.`);
  return answer;
}
