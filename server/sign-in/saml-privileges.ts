import { DOMParser } from '@xmldom/xmldom';

/** What OIO Basic Privilege Profile says of a person in one municipality. */
export interface Privileges {
  /** job-function roles as their URIs */
  privileges: string[];
  /** data limits: name of the constraint and its value */
  constraints: { name: string; value: string }[];
}

const CVR_SCOPE = 'urn:dk:gov:saml:cvrNumberIdentifier:';

/**
 * Reads the attribute Privileges_intermediate: base64 of a PrivilegeList of PrivilegeGroups, each with a Scope, its
 * Constraints and its Privileges (OIO BPP 1.2). Groups of another scope than the municipality's CVR number count for
 * nothing. Throws when it is no such list.
 */
export function readPrivileges(base64: string, cvr: string): Privileges {
  const xml = Buffer.from(base64, 'base64').toString('utf8');
  if (/<!DOCTYPE|<!ENTITY|<!--/.test(xml)) throw new Error('Privileges: unexpected markup');
  const refuse = (message: string) => {
    throw new Error(`Privileges: ${message}`);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const document = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml');
  if (document?.documentElement?.localName !== 'PrivilegeList') throw new Error('Privileges: no list');
  const groups = Array.from(document.getElementsByTagNameNS('*', 'PrivilegeGroup')).filter(
    (group) => group.getAttribute('Scope')?.toLowerCase() === `${CVR_SCOPE}${cvr}`.toLowerCase(),
  );
  return {
    privileges: groups.flatMap((group) => textsOf(group, 'Privilege').map(({ value }) => value)),
    constraints: groups.flatMap((group) => textsOf(group, 'Constraint')),
  };
}

function textsOf(group: Element, localName: string): { name: string; value: string }[] {
  return Array.from(group.getElementsByTagNameNS('*', localName)).map((element) => ({
    name: element.getAttribute('Name') ?? '',
    value: element.textContent?.trim() ?? '',
  }));
}
