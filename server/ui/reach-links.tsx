/** A phone number to tap; spaces are for people, not for phones. */
export function PhoneLink({ phone }: { phone: string }) {
  return (
    <a class="nowrap" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
      {phone}
    </a>
  );
}

export function MailLink({ email }: { email: string }) {
  return <a href={`mailto:${email}`}>{email}</a>;
}
