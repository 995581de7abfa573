import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameQueue } from './frame_queue';

let frames: (() => void)[] = [];
const nextFrame = () => frames.splice(0).forEach((run) => run());

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});
afterEach(() => vi.unstubAllGlobals());

describe('FrameQueue', () => {
  it('runs each named job once in the next frame, the newest of its name', () => {
    const queue = new FrameQueue();
    const done: string[] = [];
    queue.request('a', () => done.push('old'));
    queue.request('a', () => done.push('new'));
    queue.request('b', () => done.push('b'));
    expect(frames.length).toBe(1);
    nextFrame();
    expect(done).toEqual(['new', 'b']);
  });

  it('says when what was asked for is done, cancelled or given up', async () => {
    const queue = new FrameQueue();
    await queue.whenDone();
    const said: string[] = [];
    queue.request('x', () => said.push('x'));
    void queue.whenDone().then(() => said.push('done'));
    await Promise.resolve();
    expect(said).toEqual([]);
    nextFrame();
    await Promise.resolve();
    expect(said).toEqual(['x', 'done']);
    queue.request('y', () => said.push('y'));
    queue.cancel('y');
    const cancelled = queue.whenDone();
    nextFrame();
    await cancelled;
    queue.request('z', () => said.push('z'));
    const stopped = queue.whenDone();
    queue.stop();
    await stopped;
    expect(said).toEqual(['x', 'done']);
  });
});
