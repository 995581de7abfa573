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

  it('runs one later job a frame, in a frame of its own', () => {
    const queue = new FrameQueue();
    const done: string[] = [];
    queue.requestLater('x', () => done.push('x'));
    queue.requestLater('y', () => done.push('y'));
    queue.request('a', () => done.push('a'));
    nextFrame();
    expect(done).toEqual(['a']);
    nextFrame();
    expect(done).toEqual(['a', 'x']);
    nextFrame();
    expect(done).toEqual(['a', 'x', 'y']);
  });

  it('does not let a later job wait for good when every frame has something to do', () => {
    const queue = new FrameQueue();
    let isDone = false;
    queue.requestLater('x', () => (isDone = true));
    for (let i = 0; i < 20 && !isDone; i += 1) {
      queue.request('moved', () => {});
      nextFrame();
    }
    expect(isDone).toBe(true);
  });

  it('says when no later job waits any more, also when they are forgotten', async () => {
    const queue = new FrameQueue();
    await queue.whenDone();
    const said: string[] = [];
    queue.requestLater('x', () => said.push('x'));
    void queue.whenDone().then(() => said.push('done'));
    await Promise.resolve();
    expect(said).toEqual([]);
    nextFrame();
    await Promise.resolve();
    expect(said).toEqual(['x', 'done']);
    queue.requestLater('y', () => said.push('y'));
    const forgotten = queue.whenDone();
    queue.cancelLater();
    await forgotten;
    expect(said).toEqual(['x', 'done']);
  });
});
