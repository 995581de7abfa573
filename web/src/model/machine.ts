import type { ProcessInfo, QueueInfo, ServiceInfo } from '../api/types';

/** What the process used of one core between two pictures of it, 0 to the number of cores; null when it cannot be said. */
export function cpuShare(before: ProcessInfo | null, now: ProcessInfo, elapsedMs: number): number | null {
  const isSame = before !== null && now.cpu_seconds >= before.cpu_seconds && now.uptime_s >= before.uptime_s;
  if (!isSame || elapsedMs <= 0) return null;
  return (now.cpu_seconds - before.cpu_seconds) / (elapsedMs / 1000);
}

const kPolicies: Record<QueueInfo['policy'], string> = {
  block: 'When it is full, whoever fills it waits: nothing is lost',
  refuse: 'When it is full, what does not fit is refused',
  disconnect: 'When it is full, that client is disconnected',
};

/** What a queue does when it is full, in a sentence. */
export function policyMeaning(policy: QueueInfo['policy']): string {
  return kPolicies[policy];
}

export interface QueueLoad {
  /** 0..1 */
  depth: number;
  /** The highest it ever was, 0..1 */
  highWater: number;
  /** Something was lost, or the queue was close to full. */
  isWorrying: boolean;
}

const kHigh = 0.8;

export function loadOf(queue: QueueInfo): QueueLoad {
  const share = (count: number) => (queue.capacity > 0 ? Math.min(1, count / queue.capacity) : 0);
  const [depth, highWater] = [share(queue.depth), share(queue.high_water)];
  return { depth, highWater, isWorrying: queue.lost > 0 || highWater >= kHigh };
}

export interface ServiceLook {
  icon: 'check' | 'warning' | 'dots' | 'stop';
  tone: 'good' | 'neutral' | 'warning';
}

const kServiceLooks: Record<ServiceInfo['state'], ServiceLook> = {
  running: { icon: 'check', tone: 'good' },
  starting: { icon: 'dots', tone: 'neutral' },
  stopped: { icon: 'stop', tone: 'neutral' },
  degraded: { icon: 'warning', tone: 'warning' },
  failed: { icon: 'warning', tone: 'warning' },
};

export function serviceLook(state: ServiceInfo['state']): ServiceLook {
  return kServiceLooks[state];
}
