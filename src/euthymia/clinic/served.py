"""The files that pages load: named by what is in them, so that no browser keeps an old one beside a new one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ServedFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, also where a script imports another."""

    support_js_module_import_aggregation = True
