# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: MIT
# In: "file:PATH" for every file of the repository, then "PATH:LINE:#include …". Out: the includes that go upwards.
BEGIN {
    may["public"] = " public qt standard "
    may["library"] = " public library keychain dbus qt standard "
    may["ui"] = " public ui qt standard "
    may["app"] = " public ui app mockserver qt standard "
    may["mockserver"] = " mockserver qt standard "
}

function layer(path) {
    if (path ~ /^tokenmanager\/include\//) return "public"
    if (path ~ /^tokenmanager\//) return "library"
    if (path ~ /^ui\//) return "ui"
    if (path ~ /^app\/mockserver\//) return "mockserver"
    if (path ~ /^app\//) return "app"
    return "none of the layers"
}

# A file of the repository that the include can mean; beside the includer first, as the compiler looks.
function meant(include, includer,    beside, found, i) {
    gsub(/[.][.]\//, "", include)
    beside = includer
    sub(/[^\/]*$/, "", beside)
    if ((beside include) in known) return beside include
    for (i = 0; i < count; ++i) {
        if (("/" files[i]) !~ (escaped("/" include) "$")) continue
        if (layer(files[i]) == layer(includer)) return files[i]
        found = files[i]
    }
    return found
}

function escaped(text) {
    gsub(/[.+]/, "[&]", text)
    return text
}

function target(include, includer,    file) {
    if (include ~ /^tokenmanager\/export[.]h$/) return "public"
    if (include ~ /[.]moc$/) return layer(includer)
    if (include ~ /^qt6?keychain\//) return "keychain"
    if (include ~ /^(QtDBus|QDBus)/) return "dbus"
    if (include ~ /^Q/) return "qt"
    file = meant(include, includer)
    return file ? layer(file) : "standard"
}

/^file:/ {
    file = substr($0, 6)
    known[file] = 1
    files[count++] = file
    next
}

{
    split($0, part, ":")
    include = $0
    sub(/^[^<"]*[<"]/, "", include)
    sub(/[>"].*$/, "", include)
    from = layer(part[1])
    to = target(include, part[1])
    if (!index(may[from], " " to " "))
        print part[1] ":" part[2] ": " from " includes " include ", which is " to
    else if (from == "ui" && include ~ /networkaccessmanager[.]h$|^QNetworkAccessManager$|keychaintokenstore[.]h$/)
        print part[1] ":" part[2] ": ui makes no request and opens no keychain, yet includes " include
}
