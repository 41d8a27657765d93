/** Messages in a box: a contact, a place, a live video, a forwarded conversation. */
import type { ComponentChildren } from "preact";
import type { Content, Person } from "../../client/records.ts";
import { openDirect, openPerson } from "../details/person.ts";
import { Dialog, openDialog } from "../dialog/dialog.tsx";
import { Avatar, Icon, Name } from "../parts/parts.tsx";
import { moment } from "../dates.ts";
import { line, plain, web } from "../text.ts";
import { say } from "../words/words.ts";
import { ratio } from "./picture.tsx";

export function Contact({ person, meta }: { person: Person; meta: ComponentChildren }) {
  return (
    <>
      <div class="in1 fileb">
        <Avatar id={person.userId} name={person.name} picture={person.picture} square={person.bot} />
        <span class="grow">
          <span class="t">
            <Name of={person.name} />
          </span>
          <br />
          <span class="d num">{say("hearthId", { number: person.number })}</span>
        </span>
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
      <div class="foot">
        {person.relation !== "me" && (
          <button type="button" data-main onClick={() => openDirect(person.userId)}>{say("contactMessage")}</button>
        )}
        <button type="button" onClick={() => openPerson(person.userId)}>{say("viewProfile")}</button>
      </div>
    </>
  );
}

type PlaceContent = Extract<Content, { kind: "place" }>;

/** No map is loaded: a server of maps would learn where people meet. The address opens in the reader's own program. */
export function Place({ content, meta }: { content: PlaceContent; meta: ComponentChildren }) {
  const { latitude, longitude } = content;
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const name = line(content.name ?? "") || where;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <>
      <a
        class="map pic"
        data-main
        href={map}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={say("openMap", { name })}
      >
        <svg class="i" aria-hidden="true">
          <use href="#i-mappin" />
        </svg>
      </a>
      <div class="in1 low">
        <p class="t" dir="auto">{name}</p>
        <p class="d" dir="auto">{line(content.address ?? "") || (name === where ? "" : where)}</p>
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
    </>
  );
}

export function Live({ content, meta }: { content: Extract<Content, { kind: "live" }>; meta: ComponentChildren }) {
  const address = web(content.address);
  return (
    <>
      <span
        class="pic"
        ref={(element) => {
          if (element) element.style.aspectRatio = String(ratio(content.width, content.height));
        }}
      >
        {content.picture && <img class="fillimg" src={content.picture} alt="" loading="lazy" />}
        <span class="over-meta start">{say("live")}</span>
      </span>
      <div class="pad high">
        <span class="meta">{meta}</span>
      </div>
      {address && (
        <div class="foot">
          <a data-main href={address} target="_blank" rel="noopener noreferrer">
            {say("watch")}
            <Icon name="link" size={16} />
          </a>
        </div>
      )}
    </>
  );
}

type TranscriptContent = Extract<Content, { kind: "transcript" }>;
const SHOWN = 3;

export function Transcript({ content, meta }: { content: TranscriptContent; meta: ComponentChildren }) {
  return (
    <>
      <div class="in1 low">
        <p class="label1">
          <Icon name="history" />
          {say("forwardedConversation")}
        </p>
        <p class="t apart">{say("messagesCount", { n: content.count })}</p>
        {content.lines.slice(0, SHOWN).map((one, at) => (
          <p class="d cut" key={at} dir="auto">
            <Name of={one.name} />: {line(one.text)}
          </p>
        ))}
      </div>
      <div class="pad">
        <span class="meta">{meta}</span>
      </div>
      <div class="foot">
        <button type="button" data-main onClick={() => openDialog(<TranscriptDialog content={content} />)}>
          {say("open")}
        </button>
      </div>
    </>
  );
}

function TranscriptDialog({ content }: { content: TranscriptContent }) {
  return (
    <Dialog title={say("forwardedConversation")}>
      <ul class="lines">
        {content.lines.map((one, at) => (
          <li key={at}>
            <b>
              <Name of={one.name} />
            </b>{" "}
            <time class="quiet num">{moment(one.at)}</time>
            <p dir="auto" class="words">{plain(one.text)}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
