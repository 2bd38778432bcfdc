package discover

import "fmt"

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
		document.Do = "Serve a JSON document with protocols, authentication and info there."
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
