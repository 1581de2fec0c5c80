// What another system would write against the generated types: it must compile, or the description says something else than the API does.
import type { components, paths } from './generated';

type NewBooking = paths['/api/v1/bookings']['post']['requestBody']['content']['application/json'];
type Booking = paths['/api/v1/bookings']['post']['responses']['201']['content']['application/json'];
type Slots = paths['/api/v1/sites/{site}/services/{service}/slots']['get']['responses']['200']['content']['application/json'];
type Refusal = paths['/api/v1/bookings']['post']['responses']['409']['content']['application/problem+json'];

export const wish: NewBooking = { site: 'porto', service: 'cut', start: '2026-12-01T09:00', customer: { name: 'Eva', email: 'eva@example.com' } };

export function tell(booking: Booking, slots: Slots, refusal: Refusal): string {
  const first: string | undefined = slots.slots[0]?.start;
  const hold: components['schemas']['HoldAnswer']['expiresAt'] = first ?? booking.start;
  return `${booking.reference} is ${booking.status} at version ${booking.version + 1}, ${hold}, ${refusal.type ?? ''}`;
}
