import { ask, getJson } from './http';
import type { Activation, ActivationEvent, RollbackRequest, StageRequest } from './types';

/** The stage of what trades, its criteria and triggers, and the newest steps. */
export function fetchActivation(signal?: AbortSignal): Promise<Activation> {
  return getJson('/api/activation', {}, signal);
}

/** One stage up, or the present one anew. */
export function setStage(action: StageRequest['action'], reason: string): Promise<ActivationEvent> {
  const request: StageRequest = { action, confirm: action, ...(reason === '' ? {} : { reason }) };
  return ask('POST', '/api/activation', {}, undefined, request);
}

/** One stage down, at once. */
export function rollBack(reason: string): Promise<ActivationEvent> {
  const request: RollbackRequest = reason === '' ? {} : { reason };
  return ask('POST', '/api/rollback', {}, undefined, request);
}
