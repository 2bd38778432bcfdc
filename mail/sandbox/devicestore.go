package sandbox

import "time"

// newDevice begins to wait for somebody to enter a code.
func (s *store) newDevice(r authRequest) (code, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	bound(s.devices, now, func(d *pendingDevice) time.Time { return d.expires })
	code, user = random(24), newUserCode()
	s.devices[code] = &pendingDevice{
		request: r, user: user, expires: now.Add(deviceLifetime), next: now.Add(deviceInterval), interval: deviceInterval,
	}
	return code, user
}

// findDevice looks for the device that waits for a code that somebody typed.
func (s *store) findDevice(typed string) (code string, r authRequest, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for code, d := range s.devices {
		if plainCode(typed) == plainCode(d.user) && s.now().Before(d.expires) && d.person == nil && d.refused == nil {
			return code, d.request, true
		}
	}
	return "", r, false
}

// decideDevice tells a device what somebody decided; false: it waits no more.
func (s *store) decideDevice(code string, who *person, refused *authError) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.devices[code]
	if !ok || !s.now().Before(d.expires) || d.person != nil || d.refused != nil {
		return false
	}
	if d.refused = refused; refused == nil {
		d.person = who
	}
	return true
}

// askDevice gives the device to whom a token is due, once, or the error that
// it gets. One that asks too early has to wait longer from then on.
func (s *store) askDevice(code, client string) (d pendingDevice, refused, description string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.devices[code]
	if !ok || known.request.clientID != client {
		return d, "invalid_grant", "the device_code is not known"
	}
	now := s.now()
	early := now.Before(known.next.Add(-deviceInterval / 10))
	switch {
	case !now.Before(known.expires):
		return d, "expired_token", "the device_code has expired"
	case early:
		known.interval += 5 * time.Second
		known.next = now.Add(known.interval)
		return d, "slow_down", "ask less often"
	case known.refused != nil:
		delete(s.devices, code)
		return d, known.refused.code, known.refused.description
	case known.person == nil:
		known.next = now.Add(known.interval)
		return d, "authorization_pending", "nobody has entered the code yet"
	}
	delete(s.devices, code)
	return *known, "", ""
}

// firstUse tells whether the id of an assertion comes for the first time.
func (s *store) firstUse(id string, expires int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, again := s.assertions[id]; again {
		return false
	}
	bound(s.assertions, s.now(), func(t time.Time) time.Time { return t })
	s.assertions[id] = time.Unix(expires+clockLeeway, 0)
	return true
}
