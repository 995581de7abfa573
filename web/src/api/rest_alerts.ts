import { ask, getJson, segment } from './http';
import type {
  Alert,
  AlertHistory,
  AlertList,
  AlertRule,
  ChartPatternCatalogue,
  DeliveryList,
  NewWebhook,
  Removed,
  TestDelivery,
  VolumeCatalogue,
  Webhook,
  WebhookDelivery,
  WebhookList,
  WebhookTarget,
} from './types';

export async function fetchAlerts(signal?: AbortSignal): Promise<Alert[]> {
  return (await getJson<AlertList>('/api/alerts', {}, signal)).alerts;
}

export function addAlert(rule: AlertRule): Promise<Alert> {
  return ask('POST', '/api/alerts', {}, undefined, rule);
}

/** Changes what is given; the rest stays. */
export function changeAlert(id: string, rule: AlertRule): Promise<Alert> {
  return ask('PATCH', `/api/alerts/${segment(id)}`, {}, undefined, rule);
}

export function removeAlert(id: string): Promise<Removed> {
  return ask('DELETE', `/api/alerts/${segment(id)}`, {});
}

/** Newest first; `cursor` is the `next` of the page before. */
export function fetchFirings(cursor: number | null, signal?: AbortSignal): Promise<AlertHistory> {
  return getJson('/api/alerts/history', { cursor: cursor ?? undefined, limit: 100 }, signal);
}

export async function fetchWebhooks(signal?: AbortSignal): Promise<Webhook[]> {
  return (await getJson<WebhookList>('/api/webhooks', {}, signal)).webhooks;
}

/** The answer has the secret when it was made by the server: this once. */
export function addWebhook(target: WebhookTarget): Promise<NewWebhook> {
  return ask('POST', '/api/webhooks', {}, undefined, target);
}

export function changeWebhook(id: string, target: WebhookTarget): Promise<Webhook> {
  return ask('PATCH', `/api/webhooks/${segment(id)}`, {}, undefined, target);
}

export function removeWebhook(id: string): Promise<Removed> {
  return ask('DELETE', `/api/webhooks/${segment(id)}`, {});
}

export function testWebhook(id: string): Promise<TestDelivery> {
  return ask('POST', `/api/webhooks/${segment(id)}/test`, {});
}

/** Newest first; `cursor` is the `next` of the page before. */
export function fetchDeliveries(
  id: string,
  state: WebhookDelivery['state'] | 'any',
  cursor: number | null,
  signal?: AbortSignal,
): Promise<DeliveryList> {
  const query = { state, cursor: cursor ?? undefined, limit: 20 };
  return getJson(`/api/webhooks/${segment(id)}/deliveries`, query, signal);
}

export function fetchChartPatternKinds(signal?: AbortSignal): Promise<ChartPatternCatalogue> {
  return getJson('/api/chart-patterns', {}, signal);
}

export function fetchVolumeTypes(signal?: AbortSignal): Promise<VolumeCatalogue> {
  return getJson('/api/volume/patterns', {}, signal);
}
