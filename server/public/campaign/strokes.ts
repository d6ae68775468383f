/** One stroke of the progress drawing: its path, and whether it has been signed for. */
type Stroke = { path: string; isFull: boolean };

/** Ten strokes; tied together once all of them are full. `tie` is the path of the tie. */
type StrokeBundle = { strokes: Stroke[]; tie: string; isFull: boolean };

/**
 * Progress that can be counted: each stroke stands for `unit` people. `width` is that of the drawing; it is 24 high.
 */
export type StrokeDrawing = { unit: number; width: number; bundles: StrokeBundle[] };

const bundleSize = 10;
const bundleWidth = 12;
const mostStrokes = 100;
/** Fewer strokes than these, or bundles than those, would look lost on the band. */
const leastAim = 50;
const leastBundles = 5;

/** Draws a total's progress towards a goal as strokes in bundles of ten; at most 100 strokes. */
export function drawStrokes(total: number, goal: number): StrokeDrawing {
  const unit = strokeUnit(goal);
  const count = Math.ceil(goal / unit);
  const full = Math.min(Math.floor(total / unit), count);
  const bundles = Array.from({ length: Math.ceil(count / bundleSize) }, (_, bundle) => {
    const size = Math.min(bundleSize, count - bundle * bundleSize);
    return drawBundle(bundle, size, full - bundle * bundleSize);
  });
  return { unit, width: Math.max(bundles.length, leastBundles) * bundleWidth, bundles };
}

/**
 * What the strokes are drawn up to: the goal, or a step on the way to it while not a tenth of it is reached; else the
 * first hundred people would see a drawing in which nothing moves.
 */
export function aimOf(total: number, goal: number): number {
  if (total * 10 >= goal) return goal;
  const power = 10 ** Math.floor(Math.log10(Math.max(total, 10)));
  const step = [2, 5, 10].map((factor) => factor * power).find((each) => each > total && each >= leastAim);
  return Math.min(step ?? goal, goal);
}

/** How many people one stroke stands for: 1, 2 or 5 with zeros. */
function strokeUnit(goal: number): number {
  const least = Math.max(1, goal / mostStrokes);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((step) => step * power).find((unit) => unit >= least) ?? least;
}

function drawBundle(bundle: number, size: number, full: number): StrokeBundle {
  const centre = (bundle + 0.5) * bundleWidth;
  const strokes = Array.from({ length: size }, (_, index) => ({
    path: drawStroke(centre, index - (bundleSize - 1) / 2),
    isFull: index < full,
  }));
  const isFull = size === bundleSize && full >= size;
  return { strokes, tie: `M${short(centre - 3.7)} 15h7.4`, isFull };
}

/** A stalk of a sheaf: spread at the foot, narrow at the waist, fanned out at the top. */
function drawStroke(centre: number, step: number): string {
  const foot = short(centre + step * 0.98);
  const waist = short(centre + step * 0.38);
  const top = short(centre + step * 1.12);
  return `M${foot} 24Q${waist} 13 ${top} ${short(1.2 + step * step * 0.13)}`;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
