import { FILE_TYPES, type FileType } from '../ui/spreadsheet.ts';
import { withQuery } from '../ui/table.tsx';

const TEXTS: Readonly<Record<FileType, string>> = { csv: 'Hent som CSV', xlsx: 'Hent til Excel' };

/** The list on the page as files, with what the page was asked with. */
export function FileLinks({ url, file }: { url: string; file: (type: FileType) => string }) {
  const query = withQuery(url, { side: null }).split('?')[1] ?? '';
  return (
    <>
      {(Object.keys(FILE_TYPES) as FileType[]).map((type) => (
        <a class="button" href={`${file(type)}?${query}`}>
          {TEXTS[type]}
        </a>
      ))}
    </>
  );
}
