/**
 * Where the window goes: where it was, unless the screens have changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';

export const MIN_WIDTH = 900;
export const MIN_HEIGHT = 600;
const DEFAULT_SIZE = { width: 1280, height: 800 };
/** How much of the window's top edge has to be on a screen for a person to get hold of it, pixels. */
const GRIP_WIDTH = 100;
const GRIP_HEIGHT = 30;

const pixels = z.number().int().min(-100_000).max(100_000);
const placementFile = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels.positive(),
  height: pixels.positive(),
  maximized: z.boolean(),
});
export type Placement = z.infer<typeof placementFile>;

export interface WindowBounds {
  readonly width: number;
  readonly height: number;
  /** Absent to have it centred. */
  readonly position?: { readonly x: number; readonly y: number };
  readonly maximized: boolean;
}

/** @param workAreas The usable part of every screen, in pixels of the desktop. Pure. */
export function placeWindow(saved: Placement | undefined, workAreas: readonly Rectangle[]): WindowBounds {
  if (saved === undefined) return { ...DEFAULT_SIZE, maximized: false };
  const size = { width: Math.max(saved.width, MIN_WIDTH), height: Math.max(saved.height, MIN_HEIGHT) };
  const area = workAreas.find((each) => hasGrip(saved, each));
  if (area === undefined) return { ...DEFAULT_SIZE, maximized: saved.maximized };
  return {
    width: Math.max(Math.min(size.width, area.width), MIN_WIDTH),
    height: Math.max(Math.min(size.height, area.height), MIN_HEIGHT),
    position: { x: saved.x, y: saved.y },
    maximized: saved.maximized,
  };
}

function hasGrip({ x, y, width }: Placement, area: Rectangle): boolean {
  const visibleWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return visibleWidth >= GRIP_WIDTH && y >= area.y && y + GRIP_HEIGHT <= area.y + area.height;
}

/** `undefined` when there is none, or one that makes no sense. */
export function readPlacement(file: string): Placement | undefined {
  try {
    return placementFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** At once, since it happens while the app ends. A place that can't be remembered is no reason to say anything. */
export function writePlacement(file: string, placement: Placement): void {
  try {
    writeFileSync(file, JSON.stringify(placement), { mode: 0o600 });
  } catch {
    return;
  }
}
