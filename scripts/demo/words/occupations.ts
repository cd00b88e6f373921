/** All lines of work of the demo town. */
import type { Occupation } from './occupation.ts';
import { BYG_OCCUPATIONS } from './occupations-byg.ts';
import { SERVICE_OCCUPATIONS } from './occupations-service.ts';
import { TRANSPORT_OCCUPATIONS } from './occupations-transport.ts';
import { VELFAERD_OCCUPATIONS } from './occupations-velfaerd.ts';
import { readOccupations } from './read-occupations.ts';

export const OCCUPATIONS: Occupation[] = [
  TRANSPORT_OCCUPATIONS,
  BYG_OCCUPATIONS,
  SERVICE_OCCUPATIONS,
  VELFAERD_OCCUPATIONS,
].flatMap(readOccupations);
