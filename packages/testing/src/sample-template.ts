import { storedZip } from "./stored-zip.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SPACES =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

const GROUP =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>';
const frame = ([x, y, w, h]: readonly number[]): string =>
  `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${w}" cy="${h}"/></a:xfrm>`;
const place = (id: number, attributes: string, box?: readonly number[]): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="Place ${id}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph ${attributes}/></p:nvPr></p:nvSpPr><p:spPr>${box === undefined ? "" : frame(box)}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US"/><a:t>Click</a:t></a:r></a:p></p:txBody></p:sp>`;
const NUMBER =
  '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>';
const FEET = [
  place(8, 'type="ftr" sz="quarter" idx="11"', [3_000_000, 4_767_263, 3_086_100, 273_844]),
  place(9, 'type="sldNum" sz="quarter" idx="12"', [6_457_950, 4_767_263, 2_057_400, 273_844]).replace(
    /<a:r>.*<\/a:r>/,
    NUMBER,
  ),
].join("");
const TITLE = [628_650, 273_844, 7_886_700, 994_172];
const BODY = [628_650, 1_369_219, 7_886_700, 3_263_504];

const LAYOUTS: readonly (readonly [string, string])[] = [
  [
    "title",
    place(2, 'type="ctrTitle"', [1_143_000, 841_772, 6_858_000, 1_790_700]) +
      place(3, 'type="subTitle" idx="1"', [1_143_000, 2_701_528, 6_858_000, 1_241_822]),
  ],
  ["obj", place(2, 'type="title"') + place(3, 'idx="1"') + FEET],
  ["titleOnly", place(2, 'type="title"') + FEET],
  ["blank", FEET],
];

const style = (name: string, size: number, font: string): string =>
  `<p:${name}><a:lvl1pPr><a:defRPr sz="${size}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+${font}-lt"/></a:defRPr></a:lvl1pPr></p:${name}>`;

const theme = (): string => {
  const colors = [
    "dk1:101820",
    "lt1:FFFFFF",
    "dk2:FEE715",
    "lt2:2A3440",
    "accent1:D94F30",
    "accent2:3F8EFC",
    "accent3:57C785",
  ].concat(["accent4:B288C0", "accent5:E0A458", "accent6:7D8CA3", "hlink:9AD1F5", "folHlink:C0B0E0"]);
  const scheme = colors.map((one) => {
    const [name, value] = one.split(":");
    return `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`;
  });
  const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
  const line = `<a:ln w="6350">${fill}</a:ln>`;
  const effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
  const font = (face: string): string => `<a:latin typeface="${face}"/><a:ea typeface=""/><a:cs typeface=""/>`;
  return `<a:theme ${SPACES} name="Nordwind"><a:themeElements><a:clrScheme name="Nordwind">${scheme.join("")}</a:clrScheme><a:fontScheme name="Nordwind"><a:majorFont>${font("Georgia")}</a:majorFont><a:minorFont>${font("Verdana")}</a:minorFont></a:fontScheme><a:fmtScheme name="Nordwind"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${line.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
};

const relationships = (...all: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${type.includes(":") ? type : `${OFFICE}/${type}`}" Target="${target}"${target.includes("://") ? ' TargetMode="External"' : ""}/>`,
    )
    .join("")}</Relationships>`;

/**
 * A company's presentation as PowerPoint saves it, smaller: dark, 10 × 5.63 inches, with a logo on its master that links to the web,
 * four layouts, and a slide of its own with notes and a link.
 * @param change the parts, by name
 */
export function sampleTemplate(change: (parts: Map<string, string | Uint8Array>) => void = () => undefined) {
  const parts = new Map<string, string | Uint8Array>();
  const put = (name: string, xml: string): void => void parts.set(name, `${HEAD}${xml}`);
  const override = (name: string, type: string): string =>
    `<Override PartName="/${name}" ContentType="${TYPES}.${type}+xml"/>`;
  const layouts = LAYOUTS.map((_, at) => `ppt/slideLayouts/slideLayout${at + 1}.xml`);
  put(
    "[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${[
      override("ppt/presentation.xml", "presentationml.presentation.main"),
      override("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster"),
      override("ppt/theme/theme1.xml", "theme"),
      override("ppt/presProps.xml", "presentationml.presProps"),
      override("ppt/slides/slide1.xml", "presentationml.slide"),
      ...layouts.map((name) => override(name, "presentationml.slideLayout")),
    ].join("")}</Types>`,
  );
  put("_rels/.rels", relationships(["rId1", "officeDocument", "ppt/presentation.xml"]));
  put(
    "ppt/presentation.xml",
    `<p:presentation ${SPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="5143500" type="screen16x9"/><p:notesSz cx="6858000" cy="9144000"/><p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="A" id="{0F4F0C4C-1B1B-4B6D-9A51-5D8F3B7B7F11}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>`,
  );
  put(
    "ppt/_rels/presentation.xml.rels",
    relationships(
      ["rId1", "slideMaster", "slideMasters/slideMaster1.xml"],
      ["rId2", "slide", "slides/slide1.xml"],
      ["rId3", "theme", "theme/theme1.xml"],
      ["rId4", "presProps", "presProps.xml"],
    ),
  );
  put("ppt/presProps.xml", `<p:presentationPr ${SPACES}/>`);
  put("ppt/theme/theme1.xml", theme());
  const ids = layouts.map((_, at) => `<p:sldLayoutId id="${2_147_483_649 + at}" r:id="rId${at + 1}"/>`).join("");
  const logo = `<p:pic><p:nvPicPr><p:cNvPr id="20" name="Logo"><a:hlinkClick r:id="rId21"/></p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId20"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>${frame([8_229_600, 91_440, 731_520, 274_320])}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`;
  put(
    "ppt/slideMasters/slideMaster1.xml",
    `<p:sldMaster ${SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>${GROUP}${place(2, 'type="title"', TITLE)}${place(3, 'type="body" idx="1"', BODY)}${FEET}${logo}</p:spTree></p:cSld><p:clrMap bg1="dk1" tx1="lt1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>${ids}</p:sldLayoutIdLst><p:txStyles>${style("titleStyle", 3300, "mj")}${style("bodyStyle", 2100, "mn")}${style("otherStyle", 900, "mn")}</p:txStyles></p:sldMaster>`,
  );
  put(
    "ppt/slideMasters/_rels/slideMaster1.xml.rels",
    relationships(
      ...layouts.map((_, at) => [`rId${at + 1}`, "slideLayout", `../slideLayouts/slideLayout${at + 1}.xml`] as const),
      ["rId10", "theme", "../theme/theme1.xml"],
      ["rId20", "image", "../media/image1.png"],
      ["rId21", "hyperlink", "https://nordwind.example/"],
    ),
  );
  parts.set("ppt/media/image1.png", Buffer.from(PNG, "base64"));
  LAYOUTS.forEach(([type, shapes], at) => {
    put(
      `ppt/slideLayouts/slideLayout${at + 1}.xml`,
      `<p:sldLayout ${SPACES} type="${type}" preserve="1"><p:cSld name="${type}"><p:spTree>${GROUP}${shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
    );
    put(
      `ppt/slideLayouts/_rels/slideLayout${at + 1}.xml.rels`,
      relationships(["rId1", "slideMaster", "../slideMasters/slideMaster1.xml"]),
    );
  });
  put(
    "ppt/slides/slide1.xml",
    `<p:sld ${SPACES}><p:cSld><p:spTree>${GROUP}${place(2, 'type="title"')}</p:spTree></p:cSld></p:sld>`,
  );
  put(
    "ppt/slides/_rels/slide1.xml.rels",
    relationships(
      ["rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"],
      ["rId2", "hyperlink", "https://secret.example/"],
    ),
  );
  change(parts);
  return storedZip(parts);
}
