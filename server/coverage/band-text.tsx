import { showNumber, showShare } from '../ui/table.tsx';
import type { Coverage } from './queries.ts';
import type { Band } from './rules.ts';

export function showBand({ min, max }: Band): string {
  return showShare(min) === showShare(max) ? showShare(min) : `${showShare(min)} til ${showShare(max)}`;
}

interface BandTextProps {
  title: string;
  done: string;
  band: Band;
  figures: Coverage;
  reached: number;
  undecidedReached: number;
  link: string;
}

/** The arithmetic in the open: whoever doubts the figure can redo it on paper. */
export function BandText({ title, done, band, figures, reached, undecidedReached, link }: BandTextProps) {
  const { inScope, undecided } = figures;
  const n = showNumber;
  return (
    <section>
      <h2>
        {title}: {showBand(band)}
      </h2>
      <Meter band={band} label={`${title}: ${showBand(band)}`} />
      {undecided === 0 ? (
        <p>
          {n(reached)} af {n(inScope)} er {done}. Ingen virksomheder er uafklarede.
        </p>
      ) : (
        <>
          <p>
            {n(undecided)} virksomheder er uafklarede: CVR oplyser kun et spænd, fx 2–4 ansatte. Af dem er{' '}
            <a href={link}>{n(undecidedReached)}</a> {done}.
          </p>
          <dl class="facts">
            <dt>Mindst {showShare(band.min)}</dt>
            <dd>
              hvis kun de uafklarede, der ikke er {done}, er over grænsen: {n(reached)} / ({n(inScope)} +{' '}
              {n(undecided)} − {n(undecidedReached)})
            </dd>
            <dt>Højst {showShare(band.max)}</dt>
            <dd>
              hvis kun de uafklarede, der er {done}, er over grænsen: ({n(reached)} + {n(undecidedReached)}) /
              ({n(inScope)} + {n(undecidedReached)})
            </dd>
          </dl>
        </>
      )}
    </section>
  );
}

function Meter({ band, label }: { band: Band; label: string }) {
  const min = (band.min ?? 0) * 100;
  const max = (band.max ?? 0) * 100;
  return (
    <svg
      class="meter"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      width="100%"
      height="10"
      role="img"
      aria-label={label}
    >
      <rect x="0" y="0" width={min} height="10" />
      <rect x={min} y="0" width={Math.max(0, max - min)} height="10" opacity="0.4" />
    </svg>
  );
}
