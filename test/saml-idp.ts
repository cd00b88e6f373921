import { createSign, generateKeyPairSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { SignedXml } from 'xml-crypto';

export const IDP = 'https://idp.example/kommunen';
export const SP = 'https://samtlige.example';
export const ACS = 'http://localhost:3000/log-ind/saml/svar';
export const CVR = '66137112';

const idpKeys = pair();
const strangers = pair();
export const ownKeys = pair();
export const idpPublicKey = idpKeys.publicKey;

function pair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** What an assertion says; a test changes one thing at a time. */
export interface Said {
  inResponseTo: string;
  id: string;
  issuer: string;
  nameId: string;
  audience: string;
  recipient: string;
  notBefore: Date;
  notOnOrAfter: Date;
  nsis: string;
  privileges: string;
}

export function saying(inResponseTo: string, change: Partial<Said> = {}): Said {
  return {
    inResponseTo,
    id: `_a${Math.random().toString(36).slice(2)}`,
    issuer: IDP,
    nameId: 'C=DK,O=66137112,CN=Hanne Højgård,Serial=1b2c',
    audience: SP,
    recipient: ACS,
    notBefore: new Date(Date.now() - 60_000),
    notOnOrAfter: new Date(Date.now() + 300_000),
    nsis: 'Substantial',
    privileges: privilegeList(CVR, ['http://samtlige.example/roles/jobfunktion/konsulent/1']),
    ...change,
  };
}

export function privilegeList(cvr: string, roles: string[], unit = 'byg'): string {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">
  <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:${cvr}">
    ${roles.map((role) => `<Privilege>${role}</Privilege>`).join('')}
    <Constraint Name="http://samtlige.example/constraints/enhed/1">${unit}</Constraint>
  </PrivilegeGroup>
</bpp:PrivilegeList>`;
  return Buffer.from(xml).toString('base64');
}

export function assertion(said: Said): string {
  const until = said.notOnOrAfter.toISOString();
  const attribute = (name: string, value: string) =>
    `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id}" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:Issuer>${said.issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${said.nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData Recipient="${said.recipient}" NotOnOrAfter="${until}" InResponseTo="${said.inResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${said.notBefore.toISOString()}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${said.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${new Date().toISOString()}" SessionIndex="_s1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attribute('https://data.gov.dk/model/core/eid/fullName', 'Hanne Højgård')}${attribute('https://data.gov.dk/concept/core/nsis/loa', said.nsis)}${attribute('https://data.gov.dk/model/core/eid/privilegesIntermediate', said.privileges)}</saml:AttributeStatement></saml:Assertion>`;
}

export function response(inResponseTo: string, inside: string, more = ''): string {
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r${Math.random().toString(36).slice(2)}" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${ACS}" InResponseTo="${inResponseTo}"><saml:Issuer>${IDP}</saml:Issuer>${more}<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${inside}</samlp:Response>`;
}

/** Signs the element with this local name, as an identity provider does: enveloped, after its Issuer. */
export function signed(xml: string, element: 'Assertion' | 'Response', { byStranger = false } = {}): string {
  const signature = new SignedXml({
    privateKey: byStranger ? strangers.privateKey : idpKeys.privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  signature.addReference({
    xpath: `//*[local-name(.)='${element}']`,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/2001/10/xml-exc-c14n#',
    ],
  });
  signature.computeSignature(xml, {
    location: { reference: `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signature.getSignedXml();
}

/** A good answer: a signed assertion in a response. */
export function answerTo(inResponseTo: string, change: Partial<Said> = {}): string {
  return response(inResponseTo, signed(assertion(saying(inResponseTo, change)), 'Assertion'));
}

export function posted(xml: string): { SAMLResponse: string } {
  return { SAMLResponse: Buffer.from(xml).toString('base64') };
}

/** A request of the identity provider by redirect, with its signature and without. */
export function redirected(xml: string): { query: string; unsigned: string } {
  const request = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') }).toString();
  const algorithm = new URLSearchParams({ SigAlg: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' });
  const toSign = `${request}&${algorithm}`;
  const signature = createSign('RSA-SHA256').update(toSign).sign(idpKeys.privateKey, 'base64');
  return { query: `${toSign}&${new URLSearchParams({ Signature: signature })}`, unsigned: request };
}

/** The id of the request that a redirect to the identity provider carries. */
export function requestIn(location: string): { id: string; xml: string; signedBy: string | null } {
  const query = new URL(location).searchParams;
  const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
  return { id: / ID="([^"]+)"/.exec(xml)?.[1] ?? '', xml, signedBy: query.get('SigAlg') };
}

/**
 * The eight ways to move a signed part aside and put an evil one where it is read (Somorovsky et al., "On Breaking
 * SAML", USENIX Security 2012). XSW1 and 2 need a signed response, the others a signed assertion.
 */
export function wrappings(inResponseTo: string): Record<string, string> {
  const good = saying(inResponseTo);
  const evil = assertion({ ...good, id: '_evil', nameId: 'chefen' });
  const plain = assertion(good);
  const signedAssertion = signed(plain, 'Assertion');
  const signature = /<Signature[\s\S]*<\/Signature>/.exec(signedAssertion)?.[0] ?? '';
  const bare = signedAssertion.replace(signature, '');
  const withIn = (outer: string, inner: string, at: string) => outer.replace(at, `${inner}${at}`);
  const object = (inner: string) =>
    signature.replace('</Signature>', `<Object>${inner}</Object></Signature>`);
  const signedResponse = signed(response(inResponseTo, plain), 'Response');
  const responseSignature = /<Signature[\s\S]*?<\/Signature>/.exec(signedResponse)?.[0] ?? '';
  const bareResponse = signedResponse.replace(responseSignature, '');
  const evilResponse = (more: string) => response(inResponseTo, evil, more);
  const evilHolding = (inner: string) => evil.replace('</saml:Issuer>', `</saml:Issuer>${inner}`);
  return {
    XSW1: evilResponse(
      responseSignature.replace('</Signature>', `<Object>${bareResponse}</Object></Signature>`),
    ),
    XSW2: evilResponse(`${bareResponse}${responseSignature}`),
    XSW3: response(inResponseTo, `${evil}${signedAssertion}`),
    XSW4: response(inResponseTo, withIn(evil, signedAssertion, '</saml:Assertion>')),
    XSW5: response(inResponseTo, `${evilHolding(signature)}${bare}`),
    XSW6: response(inResponseTo, evilHolding(object(bare))),
    XSW7: response(inResponseTo, `<samlp:Extensions>${signedAssertion}</samlp:Extensions>${evil}`),
    XSW8: response(inResponseTo, evilHolding(`<Object>${signedAssertion}</Object>`)),
    'XSW with the same id': response(inResponseTo, `${evil.replace('_evil', good.id)}${signedAssertion}`),
    'XSW with the evil one last': response(inResponseTo, `${signedAssertion}${evil}`),
  };
}
