package discover

import (
	"fmt"
	"strings"
)

const paccDraft = "draft-ietf-mailmaint-pacc-03"

// paccRows judges the PACC document and its digest.
func (s *survey) paccRows() []Row {
	p := &s.pacc
	document := Row{Topic: "PACC document", Asked: paccURL(s.domain), Came: shown(p.reply.words), Verdict: verdictOf(p.reply), Source: paccDraft}
	switch {
	case p.document != nil:
		document.Verdict, document.Came = OK, "settings of "+p.document.name
		if p.document.old {
			document.Do = "Call submission \"submit\": it was \"smtp\" up to draft -02."
		}
	case p.body != nil:
		document.Verdict, document.Do = Wrong, "Serve a JSON document with protocols, authentication and info there."
	case document.Verdict == Wrong:
		document.Do = "Serve the document at this address itself, over https with a certificate for the name."
	case document.Verdict == Missing:
		document.Do = "Serve the settings there; it is the one way in which an address is all that a person types."
	}
	digest := Row{Topic: "PACC digest", Asked: "TXT of " + paccRecord(s.domain), Came: shown(p.txtReply.words), Verdict: verdictOf(p.txtReply), Source: paccDraft}
	switch {
	case p.document != nil && len(p.digests) > 0 && !p.matches():
		digest.Verdict, digest.Came = Contradiction, "the digest of another document than the one served"
		digest.Do = "Publish the SHA-256 of exactly the bytes that are served; take care that nothing in between changes them."
	case digest.Verdict == Missing && p.document != nil:
		digest.Do = "Publish v=UAAC1; a=sha256; d=…, the SHA-256 of the document in base64: without it programs must not use the document."
	case digest.Verdict == Missing:
		digest.Do = "Publish it together with the document."
	case digest.Verdict == OK && p.document == nil:
		digest.Verdict, digest.Do = Contradiction, "A digest is published, and there is no document for it: serve the document."
	}
	rows := []Row{document, digest}
	if p.document != nil {
		rows = append(rows, p.issuerRow(paccURL(s.domain)))
	}
	return rows
}

func (p *paccAnswer) issuerRow(asked string) Row {
	row := Row{Topic: "PACC, OAuth", Asked: asked, Source: paccDraft + "; draft-ietf-mailmaint-oauth-public-06 section 3.2"}
	switch err := checkIssuer(p.document.issuer); {
	case !p.document.oauth:
		row.Verdict, row.Came, row.Do = Missing, "no oauth-public part", "Where the server knows OAuth, add authentication.oauth-public.issuer."
	case err != nil:
		row.Verdict, row.Came = Wrong, fmt.Sprintf("the issuer %s %s", p.document.issuer, err)
		row.Do = "Write the issuer exactly as it stands in its metadata: https, without query and fragment."
	default:
		row.Verdict, row.Came = OK, "the issuer "+p.document.issuer
	}
	return row
}

// agreementRows compares what the sources say of each server, and of the
// issuer. A source that says nothing disagrees with nobody.
func (s *survey) agreementRows() []Row {
	var rows []Row
	claims := s.claims()
	for _, service := range []srvService{srvServices[0], srvServices[2], srvServices[4]} {
		protocol := service.protocol
		var said []string
		first, differ := "", false
		for _, c := range claims {
			if len(c.servers[protocol]) == 0 || c.kind == fromMX {
				continue
			}
			server := c.servers[protocol][0]
			said = append(said, server.String()+" ("+c.source+")")
			differ = differ || first != "" && first != server.String()
			first = server.String()
		}
		if denied := s.denied(protocol, fromSRV); denied && len(said) > 0 {
			differ = true
			said = append(said, "not offered (SRV records of "+s.domain+")")
		}
		if len(said) < 2 {
			continue
		}
		rows = append(rows, agreement(strings.ToUpper(string(protocol))+" servers agree", said, differ,
			"Let every source name the same server first, with TLS from the start.", "RFC 8314 section 5.1"))
	}
	var said []string
	first, differ := "", false
	for _, c := range claims {
		if issuer := c.oauth.issuer; issuer != "" && c.kind != fromMX {
			said = append(said, issuer+" ("+c.source+")")
			differ = differ || first != "" && first != issuer
			first = issuer
		}
	}
	if len(said) > 1 {
		rows = append(rows, agreement("Issuers agree", said, differ,
			"Let every source name the same issuer, letter by letter: a program that compares them stops.", "RFC 8414 section 3.3, RFC 9728 section 5"))
	}
	return rows
}

func agreement(topic string, said []string, differ bool, do, source string) Row {
	row := Row{Topic: topic, Asked: "what the sources say", Came: shown(strings.Join(said, "; ")), Verdict: OK, Source: source}
	if differ {
		row.Verdict, row.Do = Contradiction, do
	}
	return row
}
